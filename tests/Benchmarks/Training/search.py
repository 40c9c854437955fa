#!/usr/bin/python3
"""The seconds that a random search with scikit-learn takes on Kaggle's house prices, as JSON: {"seconds": ...}.

    search.py train.csv TRIALS EPOCHS

Reading and encoding the table do not count. Needs Debian's python3-pandas and python3-sklearn.
"""
import json
import sys
import time
import warnings

import numpy
import pandas
from scipy.stats import loguniform
from sklearn.model_selection import RandomizedSearchCV, ShuffleSplit
from sklearn.neural_network import MLPRegressor

warnings.filterwarnings("ignore")
table = pandas.read_csv(sys.argv[1]).drop(columns="Id")
target = numpy.log(table.pop("SalePrice"))
numbers = table.select_dtypes("number")
scaled = ((numbers - numbers.mean()) / numbers.std()).fillna(0)
inputs = pandas.concat([scaled, pandas.get_dummies(table.select_dtypes(exclude="number"), dummy_na=True)], axis=1).astype(numpy.float32).values
search = RandomizedSearchCV(
    MLPRegressor([64], batch_size=64, max_iter=int(sys.argv[3]), n_iter_no_change=1000),
    {"learning_rate_init": loguniform(0.0003, 0.03), "alpha": loguniform(0.00001, 0.1)},
    n_iter=int(sys.argv[2]),
    cv=ShuffleSplit(1, test_size=0.1, random_state=0),
    n_jobs=2,
    random_state=0,
    refit=False)
start = time.perf_counter()
search.fit(inputs, (target - target.mean()) / target.std())
print(json.dumps({"seconds": time.perf_counter() - start}))
