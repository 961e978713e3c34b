"""Who qualifies: the gates of each programme year, in the order in which they are evaluated."""

from matcher.rules.gates.by_exception import BY_EXCEPTION
from matcher.rules.gates.not_again import NOT_AGAIN
from matcher.rules.gates.standalone_2022 import STANDALONE_RI
from matcher.rules.gates.trust_2022 import TRUST_DECLINE, TRUST_EITHER, TRUST_SHARE

GATES_2022 = (STANDALONE_RI, TRUST_DECLINE, TRUST_SHARE, TRUST_EITHER, BY_EXCEPTION, NOT_AGAIN)
