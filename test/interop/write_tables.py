"""One table in every form that pyarrow writes and Millrace takes in. A folder in; the names of the files in it out."""

import datetime
import json
import os
import sys

import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.ipc as ipc
import pyarrow.parquet as parquet

folder = json.load(sys.stdin)
rows = 1000


def every_seventh_missing(values):
    return [None if row % 7 == 3 else value for row, value in enumerate(values)]


cultivars = ["barolo", "grignolino", "barbera"]
day = datetime.date(2024, 2, 28)
table = pa.table(
    {
        "alcohol": pa.array(every_seventh_missing([11 + row / 8 for row in range(rows)]), pa.float64()),
        "ash": pa.array([row / 4 for row in range(rows)], pa.float32()),
        "bottles": pa.array(every_seventh_missing([row * 1_000_003 for row in range(rows)]), pa.int64()),
        "acid": pa.array([float("nan") if row % 5 == 0 else float("-inf") if row % 5 == 1 else row for row in range(rows)], pa.float64()),
        "rank": pa.array([row % 100 - 50 for row in range(rows)], pa.int8()),
        "vat": pa.array([row % 60_000 for row in range(rows)], pa.uint16()),
        "organic": pa.array(every_seventh_missing([row % 3 == 0 for row in range(rows)]), pa.bool_()),
        "note": pa.array(every_seventh_missing([f"Weißwein № {row} 🍷" for row in range(rows)]), pa.string()),
        "label": pa.array([f"label {row}" for row in range(rows)], pa.large_string()),
        "cultivar": pa.array(every_seventh_missing([cultivars[row % 3] for row in range(rows)])).dictionary_encode(),
        "picked": pa.array([day + datetime.timedelta(days=row) for row in range(rows)], pa.date32()),
        "bottled": pa.array(
            every_seventh_missing([datetime.datetime(2024, 2, 28, 23, 59, 58, 123000) + datetime.timedelta(hours=row) for row in range(rows)]),
            pa.timestamp("ms", tz="UTC"),
        ),
        "tasted": pa.array([datetime.datetime(2024, 5, 1, 8, 30) + datetime.timedelta(minutes=row) for row in range(rows)], pa.timestamp("us")),
    }
)

written = []


def path(name):
    written.append(name)
    return os.path.join(folder, name)


for compression in ["none", "snappy", "gzip", "brotli", "zstd", "lz4"]:
    parquet.write_table(table, path(f"{compression}.parquet"), compression=compression)
parquet.write_table(table, path("version-1.parquet"), version="1.0")
parquet.write_table(table, path("pages-2.parquet"), data_page_version="2.0", row_group_size=300)
parquet.write_table(table, path("plain.parquet"), use_dictionary=False)
delta = {"bottles": "DELTA_BINARY_PACKED", "note": "DELTA_BYTE_ARRAY", "alcohol": "BYTE_STREAM_SPLIT", "label": "DELTA_LENGTH_BYTE_ARRAY"}
parquet.write_table(table, path("delta.parquet"), use_dictionary=["cultivar"], column_encoding=delta)


def write(name, open_writer, **options):
    with open_writer(path(name), table.schema, options=ipc.IpcWriteOptions(**options)) as writer:
        writer.write_table(table, max_chunksize=300)


write("file.arrow", ipc.new_file)
write("stream.arrow", ipc.new_stream)
write("file-of-version-4.arrow", ipc.new_file, metadata_version=ipc.MetadataVersion.V4)

# Each chunk with a dictionary of its own: a stream replaces it, or adds to it.
chunks = [table.slice(0, 1), table.slice(1, 1), table.slice(2)]
recoded = [chunk.set_column(table.column_names.index("cultivar"), "cultivar", chunk["cultivar"].cast(pa.string()).combine_chunks().dictionary_encode()) for chunk in chunks]
for name, deltas in {"replaced-dictionaries.arrow": False, "grown-dictionaries.arrow": True}.items():
    with ipc.new_stream(path(name), recoded[0].schema, options=ipc.IpcWriteOptions(emit_dictionary_deltas=deltas)) as writer:
        for chunk in recoded:
            writer.write_table(chunk)

# What a table cannot be read from: each must be refused in words.
readable = len(written)
feather.write_feather(table, path("feather.arrow"))
parquet.write_table(pa.table({"vintages": [[1990, 1991]]}), path("nested.parquet"))
parquet.write_table(pa.table({"bottles": pa.array([2**53 + 2], pa.uint64())}), path("large.parquet"))

json.dump({"readable": written[:readable], "refused": written[readable:]}, sys.stdout)
