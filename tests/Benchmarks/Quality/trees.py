#!/usr/bin/python3
"""Errors of boosted trees on a test file, as JSON: {"XGBoost": ..., "HistGradientBoosting": ...}.

    trees.py TRAIN.csv TEST.csv SEED

The target is the last column. Trees stop early by a fifth of the training rows. The error is the RMSE of a number, 1 - AUC of two classes, and
the log loss of more classes. Needs Debian's python3-pandas, python3-sklearn and python3-xgboost.
"""
import json
import sys

import numpy
import pandas
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.metrics import log_loss, mean_squared_error, roc_auc_score
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier, XGBRegressor

train, test = (pandas.read_csv(path, keep_default_na=False, na_values=[""]) for path in sys.argv[1:3])
seed = int(sys.argv[3])
target = train.columns[-1]
is_number = pandas.api.types.is_numeric_dtype(train[target]) and train[target].nunique() > 2


def encode(column):
    """Numbers stay; a category becomes its place among the categories of the training rows, and an unknown one is missing."""
    if pandas.api.types.is_numeric_dtype(train[column]):
        return [pandas.to_numeric(table[column], errors="coerce") for table in (train, test)]
    places = {value: place for place, value in enumerate(train[column].dropna().unique())}
    return [table[column].map(places).astype(float) for table in (train, test)]


inputs, test_inputs = (numpy.column_stack(columns) for columns in zip(*map(encode, train.columns[:-1])))
classes = [] if is_number else sorted(train[target].astype(str).unique())
numbers = {name: number for number, name in enumerate(classes)}
truth, test_truth = (table[target].astype(float) if is_number else table[target].astype(str).map(numbers) for table in (train, test))


def error(model):
    if is_number:
        return mean_squared_error(test_truth, model.predict(test_inputs)) ** 0.5
    probabilities = numpy.clip(model.predict_proba(test_inputs), 1e-7, 1)
    return 1 - roc_auc_score(test_truth, probabilities[:, 1]) if len(classes) == 2 else log_loss(
        test_truth, probabilities / probabilities.sum(1, keepdims=True), labels=range(len(classes)))


def fit_xgboost():
    settings = dict(n_estimators=3000, learning_rate=0.05, early_stopping_rounds=100, tree_method="hist", n_jobs=2, random_state=seed)
    smallest = 0 if is_number else truth.value_counts().min()
    part, held_out, part_truth, held_out_truth = train_test_split(
        inputs, truth, test_size=0.2, random_state=seed, stratify=truth if smallest > 1 else None)
    model = XGBRegressor(**settings) if is_number else XGBClassifier(**settings)
    return model.fit(part, part_truth, eval_set=[(held_out, held_out_truth)], verbose=False)


def fit_histogram_trees():
    kind = HistGradientBoostingRegressor if is_number else HistGradientBoostingClassifier
    return kind(max_iter=1000, early_stopping=True, validation_fraction=0.2, n_iter_no_change=50, random_state=seed).fit(inputs, truth)


print(json.dumps({"XGBoost": error(fit_xgboost()), "HistGradientBoosting": error(fit_histogram_trees())}))
