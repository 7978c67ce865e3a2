"""scikit-learn's network on splits that Millrace made: prints the accuracy on each split's test rows."""

import json
import sys
import warnings

import pyarrow.ipc
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

warnings.simplefilter("ignore")


def read(path):
    table = pyarrow.ipc.open_file(path).read_all()
    features = [name for name in table.column_names if name != "cultivar"]
    rows = list(zip(*(table[name].to_pylist() for name in features)))
    return rows, table["cultivar"].to_pylist()


def accuracy(split):
    network = MLPClassifier(hidden_layer_sizes=(32,), learning_rate_init=0.01, batch_size=32, max_iter=60, random_state=split["seed"])
    model = make_pipeline(StandardScaler(), network).fit(*read(split["train"]))
    return model.score(*read(split["test"]))


json.dump([accuracy(split) for split in json.load(sys.stdin)], sys.stdout)
