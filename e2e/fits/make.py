"""Writes the FITS files of this folder and index.json, with what astropy reads from them: the oracle of the page's reader.

    pip install astropy==7.0.1 numpy==2.3.5
    python make.py

All are images of 3 rows and 4 columns (the cube: two of them), the first row being the lowest.
"""
import json
from pathlib import Path

import numpy as np
from astropy.io import fits
from astropy.wcs import WCS

HERE = Path(__file__).parent
BASE = np.arange(12).reshape(3, 4)
index = []


def entry(name, array, **more):
    array = np.asarray(array, dtype=float)
    values = [None if np.isnan(v) else float(v) for v in array.ravel()]
    index.append({"file": name, "shape": list(array.shape), "values": values, **more})


def write(name, hdus, **more):
    hdus.writeto(HERE / name, overwrite=True, checksum=True)
    with fits.open(HERE / name) as opened:
        image = next(hdu for hdu in opened if hdu.data is not None and not isinstance(hdu, fits.BinTableHDU))
        entry(name, image.data, **more)


def primary(array, cards=()):
    hdu = fits.PrimaryHDU(array)
    hdu.header.extend(cards)
    return fits.HDUList([hdu])


for kind in ["uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float32", "float64"]:
    write(f"{kind}.fits", primary((BASE * 3 + 1).astype(kind)))
write("negative.fits", primary((-BASE * 1000).astype("int16")))

# Scaled integers, with a blank pixel: what stands in the file is not what is meant.
# astropy drops these cards from an image that it scales itself: they are put into the header of stored integers.
stored = fits.PrimaryHDU(BASE.astype("int16"))
header = stored.header.tostring(padding=False, endcard=False)
for card in [("BSCALE", 2.0), ("BZERO", 10.0), ("BLANK", 5)]:
    header += str(fits.Card(*card))
header += "END".ljust(80)
content = header.ljust(2880).encode() + BASE.astype(">i2").tobytes().ljust(2880, b"\0")
(HERE / "bscale.fits").write_bytes(content)
with fits.open(HERE / "bscale.fits") as opened:
    entry("bscale.fits", opened[0].data)

hole = BASE.astype("float32")
hole[1, 2] = np.nan
write("nan.fits", primary(hole))

cube = np.stack([BASE, BASE + 100]).astype("float32")
write("cube.fits", primary(cube))
write("radio.fits", primary(BASE.astype("float32")[None, None]))

wcs = WCS(naxis=2)
wcs.wcs.ctype = ["RA---TAN", "DEC--TAN"]
wcs.wcs.crval = [150.1, 2.2]
wcs.wcs.crpix = [2, 2]
wcs.wcs.cdelt = [-0.05 / 3600, 0.05 / 3600]
described = primary(BASE.astype("float32"), wcs.to_header().cards)
described[0].header["OBJECT"] = "O'Neill's \"galaxy\" / 1"
described[0].header["EXPTIME"] = (300.0, "s")
described[0].header["MAGZPT"] = 25.9
described[0].header["BUNIT"] = "electron"
described[0].header["LONG"] = ("x" * 150 + "'" + "y" * 50, "a string that goes on")
described[0].header["HIERARCH ESO DET CHIP NAME"] = "A1"
described[0].header.add_history("a history")
described[0].header.add_comment("a comment with an = sign and ' a quote")
write("described.fits", described)

table = fits.BinTableHDU.from_columns([fits.Column(name="a", format="D", array=np.arange(3.0))], name="CAT")
write(
    "several.fits",
    fits.HDUList(
        [
            fits.PrimaryHDU(),
            table,
            fits.ImageHDU(BASE.astype("float32"), name="SCI"),
            fits.ImageHDU(np.ones((3, 4), "float32"), name="ERR"),
        ]
    ),
)
fits.HDUList([fits.PrimaryHDU(), table]).writeto(HERE / "table.bad.fits", overwrite=True)
fits.HDUList([fits.PrimaryHDU(), fits.CompImageHDU(np.tile(BASE, (8, 8)).astype("int32"))]).writeto(
    HERE / "compressed.bad.fits", overwrite=True
)
lines = ",\n".join("  " + json.dumps(one, separators=(",", ":")) for one in index)
(HERE / "index.json").write_text(f"[\n{lines}\n]\n")
