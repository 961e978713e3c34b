"""Degrees (WGS84) to metres on the national grid (OSGB36): Ordnance Survey's published formulas, good to about 5 m.

The seven-parameter shift and the transverse Mercator projection are those of "A guide to coordinate systems in Great
Britain" (Ordnance Survey), annexes B and C, and section 6.6.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

WGS84 = (6_378_137.0, 6_356_752.314_245)  # semi-axes, metres
AIRY = (6_377_563.396, 6_356_256.909)
SHIFT = (-446.448, 125.157, -542.060)  # metres
TURN = (-0.1502, -0.2470, -0.8421)  # seconds of arc
SCALE = 20.4894e-6
F0 = 0.999_601_2717
ORIGIN = (np.radians(49.0), np.radians(-2.0))
FALSE = (400_000.0, -100_000.0)


def from_wgs84(latitude: Floats, longitude: Floats) -> tuple[Floats, Floats]:
    """Easting and northing in metres, from degrees on WGS84."""
    return project(*_shifted(np.radians(latitude), np.radians(longitude)))


def _shifted(lat: Floats, lon: Floats) -> tuple[Floats, Floats]:
    """Radians on WGS84 to radians on Airy's ellipsoid, by way of earth-centred metres."""
    a, b = WGS84
    e2 = 1 - (b / a) ** 2
    nu = a / np.sqrt(1 - e2 * np.sin(lat) ** 2)
    x, y, z = nu * np.cos(lat) * np.cos(lon), nu * np.cos(lat) * np.sin(lon), nu * (1 - e2) * np.sin(lat)
    rx, ry, rz = (np.radians(s / 3600) for s in TURN)
    grown = 1 + SCALE
    x, y, z = (
        SHIFT[0] + x * grown - y * rz + z * ry,
        SHIFT[1] + x * rz + y * grown - z * rx,
        SHIFT[2] - x * ry + y * rx + z * grown,
    )
    return _on_airy(x, y, z)


def _on_airy(x: Floats, y: Floats, z: Floats) -> tuple[Floats, Floats]:
    a, b = AIRY
    e2 = 1 - (b / a) ** 2
    p = np.hypot(x, y)
    lat = np.arctan2(z, p * (1 - e2))
    for _ in range(6):
        nu = a / np.sqrt(1 - e2 * np.sin(lat) ** 2)
        lat = np.arctan2(z + e2 * nu * np.sin(lat), p)
    return lat, np.arctan2(y, x)


def project(lat: Floats, lon: Floats) -> tuple[Floats, Floats]:
    """Easting and northing in metres, from radians on Airy's ellipsoid (OSGB36)."""
    a, b = AIRY
    e2 = 1 - (b / a) ** 2
    sin, cos, tan = np.sin(lat), np.cos(lat), np.tan(lat)
    nu = a * F0 / np.sqrt(1 - e2 * sin**2)
    rho = a * F0 * (1 - e2) * (1 - e2 * sin**2) ** -1.5
    eta = nu / rho - 1
    d = lon - ORIGIN[1]
    one = _arc(lat) + FALSE[1]
    two, three = nu / 2 * sin * cos, nu / 24 * sin * cos**3 * (5 - tan**2 + 9 * eta)
    three_a = nu / 720 * sin * cos**5 * (61 - 58 * tan**2 + tan**4)
    four, five = nu * cos, nu / 6 * cos**3 * (nu / rho - tan**2)
    six = nu / 120 * cos**5 * (5 - 18 * tan**2 + tan**4 + 14 * eta - 58 * tan**2 * eta)
    return FALSE[0] + four * d + five * d**3 + six * d**5, one + two * d**2 + three * d**4 + three_a * d**6


def _arc(lat: Floats) -> Floats:
    """Metres along the meridian from the true origin."""
    a, b = AIRY
    n = (a - b) / (a + b)
    gap, both = lat - ORIGIN[0], lat + ORIGIN[0]
    return (
        b
        * F0
        * (
            (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * gap
            - (3 * n + 3 * n**2 + 21 / 8 * n**3) * np.sin(gap) * np.cos(both)
            + (15 / 8 * n**2 + 15 / 8 * n**3) * np.sin(2 * gap) * np.cos(2 * both)
            - 35 / 24 * n**3 * np.sin(3 * gap) * np.cos(3 * both)
        )
    )
