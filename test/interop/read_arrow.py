"""What pyarrow finds in Arrow IPC files: of each column its type, whether it may hold nulls, and its values. Paths in, JSON out."""

import json
import sys

import pyarrow
import pyarrow.ipc


def found(path):
    table = pyarrow.ipc.open_file(path).read_all()
    table.validate(full=True)
    columns = []
    for field, column in zip(table.schema, table.columns):
        dictionary = pyarrow.types.is_dictionary(field.type)
        columns.append(
            {
                "name": field.name,
                "type": str(field.type),
                "nullable": field.nullable,
                "nulls": column.null_count,
                # Every digit of a float, so that what cannot stand in JSON is compared, too.
                "values": [value.hex() if isinstance(value, float) else value for value in column.to_pylist()],
                "categories": column.unify_dictionaries().chunk(0).dictionary.to_pylist() if dictionary else None,
            }
        )
    return {"rows": table.num_rows, "columns": columns}


json.dump([found(path) for path in json.load(sys.stdin)], sys.stdout)
