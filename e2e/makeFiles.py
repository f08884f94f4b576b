"""Writes the binary files of e2e/files: python3 e2e/makeFiles.py (needs numpy and pyarrow; the files are committed).

What each must be read as, or refused with, stands in e2e/files/index.json.
"""

import io
import json
import struct
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

FOLDER = Path(__file__).parent / "files"
INDEX = {entry["file"]: entry for entry in json.loads((FOLDER / "index.json").read_text())}
FIXED_DATE = (1980, 1, 1, 0, 0, 0)


def write(name, content):
    (FOLDER / name).write_bytes(content)


def npy(array, **options):
    file = io.BytesIO()
    np.lib.format.write_array(file, np.asanyarray(array), **options)
    return file.getvalue()


def archive(members, compression=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as target:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, FIXED_DATE)
            info.compress_type = compression
            target.writestr(info, content)
    return file.getvalue()


def npz(compression=zipfile.ZIP_DEFLATED, **arrays):
    return archive({f"{name}.npy": npy(array) for name, array in arrays.items()}, compression)


def parquet(columns, metadata=None, **options):
    file = io.BytesIO()
    table = pa.table(columns)
    if metadata:
        table = table.replace_schema_metadata(metadata)
    pq.write_table(table, file, **options)
    return file.getvalue()


def entry_patched(content, offset, packed):
    """The archive with bytes of its first directory entry replaced."""
    at = content.index(b"PK\x01\x02") + offset
    return content[:at] + packed + content[at + len(packed) :]


def columns_of(name):
    """Columns of a CSV file of the corpus."""
    lines = [line for line in (FOLDER / name).read_text().splitlines() if line and not line.startswith("#")]
    header = lines[0].split(",")
    rows = np.array([[float(cell) for cell in line.split(",")] for line in lines[1:]])
    return {key: rows[:, c] for c, key in enumerate(header)}


x = np.array(INDEX["galaxy.good.csv"]["x"], float)
k = columns_of("galaxy.good.csv")["k"]
counts = np.array(INDEX["counts.good.csv"]["x"])
start = columns_of("counts.good.csv")
t, count = start["t"], start["count"].astype(int)
lorenz = columns_of("lorenz.good.csv")
survey = {"nbar": "0.0003", "V": "30000000", "units": "h/Mpc,(Mpc/h)^3"}

# NumPy arrays
write("galaxy.good.npy", npy(x))
write("galaxy-table.good.npy", npy(np.stack([k, x], axis=1)))
write("galaxy-fortran.good.npy", npy(np.asfortranarray(np.stack([k, x], axis=1))))
write("galaxy-big-endian.good.npy", npy(x.astype(">f8")))
write("galaxy-version-3.good.npy", npy(x, version=(3, 0)))
write("galaxy-one-row.good.npy", npy(x[None, :]))
write("counts.good.npy", npy(counts.astype("<i4")))
write("counts-bytes.good.npy", npy(counts.astype("u1")))
write("counts-table.good.npy", npy(np.stack([t, count], axis=1)))
write("lorenz.good.npy", npy(np.stack([lorenz[key][1:] for key in lorenz if key != "t"], axis=1)))
write("two-moons.good.npy", npy(np.array([-0.25, 0.5])))
write("galaxy-object.bad.npy", npy(np.array([1.0, "a"], dtype=object), allow_pickle=True))
write("galaxy-text.bad.npy", npy(np.array(["1", "2"])))
fields = np.zeros(9, dtype=[("k", "<f8"), ("P", ">f4"), ("field", "<U3")])
fields["k"], fields["P"] = k, x
write("galaxy-structured.good.npy", npy(fields))
write("galaxy-nested-fields.bad.npy", npy(np.zeros(9, dtype=[("k", "<f8"), ("P", "<f8", (2,))])))
write("galaxy-stacked.good.npy", npy(np.stack([k, x])))
write("galaxy-three-rows.bad.npy", npy(np.stack([k, x, x / 10])))
write("galaxy-many.good.npy", npy(np.stack([x, x + 1])))
write("counts-times.bad.npy", npy(np.stack([t[1:], counts])))
write("counts-days.bad.npy", npy(np.arange(1, 21)))
write("lorenz-turned.good.npy", npy(np.stack([lorenz[key][1:] for key in lorenz if key != "t"])))
write("lorenz-flat.bad.npy", npy(np.stack([lorenz[key][1:] for key in lorenz if key != "t"], axis=1).ravel()))
write("lorenz-with-start.bad.npy", npy(np.stack([lorenz[key] for key in lorenz if key != "t"])))
lotka = np.array(INDEX["lotka-volterra-benchmark.good.csv"]["x"]).reshape(2, 10)
write("lotka-volterra-turned.good.npy", npy(lotka.T))
write("sir-days.bad.npy", npy(np.stack([17.0 * np.arange(10), np.arange(10) ** 2])))
write("galaxy-complex.bad.npy", npy(x.astype(complex)))
write("galaxy-dates.bad.npy", npy(np.array(["2026-01-01"], dtype="M8[D]")))
write("galaxy-nan.bad.npy", npy(np.where(np.arange(9) == 3, np.nan, x)))
write("galaxy-infinite.bad.npy", npy(np.where(np.arange(9) == 8, np.inf, x)))
write("galaxy-negative.bad.npy", npy(np.where(np.arange(9) == 0, -x, x)))
write("galaxy-cut.bad.npy", npy(x)[:-5])
write("galaxy-too-long.bad.npy", npy(x) + b"12345678")
write("galaxy-eight.bad.npy", npy(x[:8]))
write("galaxy-cube.bad.npy", npy(np.zeros((3, 3, 1))))
write("galaxy-empty.bad.npy", npy(np.zeros(0)))
write("galaxy-header.bad.npy", npy(x)[:8] + b"\x10\x00" + npy(x)[10:])
write("counts-half.bad.npy", npy(np.where(np.arange(20) == 5, counts + 0.5, counts)))
write("counts-beyond.bad.npy", npy(np.full(20, 2**53 + 2)))

# NumPy archives
write("galaxy.good.npz", npz(k=k, P=x, nbar=np.array(0.0003), V=np.array(3e7)))
write("galaxy-stored.good.npz", npz(zipfile.ZIP_STORED, P=x[::-1], k=k[::-1]))
write("galaxy-unnamed.good.npz", npz(arr_0=x))
write("counts-detection.good.npz", npz(t=t, count=count, detection=np.array(0.8)))
write("lorenz.good.npz", npz(**lorenz, t0_exact=np.array(True), dt=np.array(0.05)))
write("galaxy-uneven.bad.npz", npz(k=k, P=x[:8]))
write("galaxy-column-matrix.good.npz", npz(k=k[:, None], P=x))
write("galaxy-text.good.npz", npz(k=k, P=x, system=np.array("galaxies"), names=np.array(["k", "P"])))
write("galaxy-boxed.good.npz", npz(k=k, P=x, nbar=np.array([0.0003]), V=np.array([[3e7]])))
write("galaxy-edges.good.npz", npz(k=k, P=x, edges=np.linspace(0.02, 0.2, 10)))
write("galaxy-other-name.good.npz", npz(power=x))
write("galaxy-two-unnamed.good.npz", npz(arr_0=k, arr_1=x))
write("galaxy-two-unnamed.bad.npz", npz(arr_0=x, arr_1=k))
write("counts-text-times.bad.npz", npz(t=t.astype(str), count=count))
write("lorenz-matrix.good.npz", npz(t=lorenz["t"], x=np.stack([lorenz[key] for key in lorenz if key != "t"]), t0_exact=True))
write("galaxy-nan.bad.npz", npz(k=k, P=np.where(np.arange(9) == 6, np.nan, x)))
write("galaxy-other-column.bad.npz", npz(k=k, power=x))
write("galaxy-only-number.bad.npz", npz(V=np.array(1e9)))
write("galaxy-object.bad.npz", archive({"k.npy": npy(k), "P.npy": npy(np.array([None]), allow_pickle=True)}))
write("galaxy-stranger.good.npz", archive({"notes.txt": b"about the data", "k.npy": npy(k), "P.npy": npy(x)}))
write("galaxy-folder.bad.npz", archive({"../k.npy": npy(k)}))
write("galaxy-cut.bad.npz", npz(k=k, P=x)[:-30])
damaged = bytearray(npz(zipfile.ZIP_STORED, k=k, P=x))
damaged[200] ^= 1
write("galaxy-checksum.bad.npz", bytes(damaged))
write("galaxy-encrypted.bad.npz", entry_patched(npz(k=k), 8, b"\x01\x00"))
write("galaxy-lzma.bad.npz", npz(zipfile.ZIP_LZMA, k=k, P=x))
# Twenty megabytes of zeros that are declared as a hundred bytes, and a gigabyte that is declared as one.
zeros = archive({"k.npy": bytes(20_000_000)})
write("bomb-understated.bad.npz", entry_patched(zeros, 24, struct.pack("<I", 100)))
write("bomb-declared.bad.npz", entry_patched(zeros, 24, struct.pack("<I", 1_000_000_000)))
write("archive.bad.zip", archive({"readme.txt": b"nothing to read"}))

# Parquet
write("galaxy.good.parquet", parquet({"k": k, "P": x}, survey))
write("galaxy-zstd.good.parquet", parquet({"k": k, "P": x}, compression="zstd", use_dictionary=False))
write("galaxy-gzip.good.parquet", parquet({"k": k, "P": x}, compression="gzip", data_page_version="2.0"))
write("galaxy-split.good.parquet", parquet({"k": k, "P": x}, compression="none", use_dictionary=False, use_byte_stream_split=True))
write("galaxy-groups.good.parquet", parquet({"P": x, "k": k}, compression="none", row_group_size=4))
write("counts.good.parquet", parquet({"t": t, "count": pa.array(count, pa.uint8())}, {"detection": "0.8"}))
write("counts-int64.good.parquet", parquet({"t": t, "count": count}, compression="snappy", data_page_version="2.0"))
write("counts-lz4.good.parquet", parquet({"t": t, "count": count}, compression="lz4", use_dictionary=False))
write("galaxy-null.bad.parquet", parquet({"k": k, "P": [None if i == 4 else float(v) for i, v in enumerate(x)]}))
write("galaxy-nan.bad.parquet", parquet({"k": k, "P": np.where(np.arange(9) == 4, np.nan, x)}))
write("galaxy-text.bad.parquet", parquet({"k": k, "P": [str(v) for v in x]}))
write("galaxy-lists.good.parquet", parquet({"k": k, "P": [[v] for v in x]}, data_page_size=8, use_dictionary=False))
write("galaxy-uneven-lists.bad.parquet", parquet({"k": k, "P": [[v] if i != 4 else [v, v] for i, v in enumerate(x)]}))
write("galaxy-nested.bad.parquet", parquet({"k": k, "P": [{"value": v} for v in x]}))
write("galaxy-many.good.parquet", parquet({f"P_{float(f'{at:.3g}')}": pa.array([v, v + 1]) for at, v in zip(k, x)}))
write("counts-half.good.parquet", parquet({"t": pa.array(t.astype("f2")), "count": count}, compression="zstd"))
write("counts-index.good.parquet", parquet({"t": t, "count": count, "__index_level_0__": np.arange(len(t))}))
write("counts-null-end.good.parquet", parquet({"t": t, "count": pa.array([*count[:-4].tolist(), None, None, None, None])}))
write("counts-colony.good.parquet", parquet({"t": t, "count": count, "colony": ["A"] * len(t)}))
write("galaxy-dates.bad.parquet", parquet({"k": k, "P": pa.array(range(9), pa.timestamp("ms"))}))
write("galaxy-unknown.bad.parquet", parquet({"k": k, "P": x, "comment": x}))
write("galaxy-empty.bad.parquet", parquet({"k": k[:0], "P": x[:0]}))
write("galaxy-brotli.bad.parquet", parquet({"k": k, "P": x}, compression="brotli"))
write("galaxy-delta.bad.parquet", parquet({"k": k, "P": x.astype(int)}, use_dictionary=False, column_encoding={"P": "DELTA_BINARY_PACKED"}))
whole = parquet({"k": k, "P": x}, survey, compression="none")
write("galaxy-cut.bad.parquet", whole[:-20])
write("galaxy-pages.bad.parquet", whole[:4] + bytes(60) + whole[64:])
write("galaxy-other-system.bad.parquet", parquet({"k": k, "P": x}, {"system": "birth-death"}))

# NetCDF 3, as scipy writes it by default with xarray
write("measured.bad.nc", b"CDF\x02" + bytes(60))

# What is dropped by mistake: first bytes are enough.
write("measured.bad.h5", b"\x89HDF\r\n\x1a\n" + bytes(40))
write("measured.bad.csv.gz", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03" + zlib.compress(b"k,P\n", wbits=-15) + bytes(8))
write("measured.bad.pkl", b"\x80\x04\x95\x0a\x00\x00\x00\x00\x00\x00\x00]\x94(K\x01e.")
write("measured.bad.feather", b"ARROW1\x00\x00" + bytes(40))
write("measured.bad.mat", b"MATLAB 5.0 MAT-file, Platform: GLNXA64".ljust(128) + bytes(8))
write("measured.bad.sqlite", b"SQLite format 3\x00" + bytes(84))
