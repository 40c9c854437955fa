using LearnML.Training.Devices;
using LearnML.Training.Evaluation;
using LearnML.Training.Evaluation.Baselines;
using LearnML.Training.Fitting.Data;

namespace LearnML.Training.Fitting.Baselines;

/// <summary>The baselines of one split: the same prediction for every row, and a linear model.</summary>
internal sealed class FittedBaselines
{
    /// <summary>A class without training rows counts as this many rows, so that no probability is 0.</summary>
    private const double AbsentClassRows = 0.5;

    private readonly PreparedData prepared;
    private readonly float[] constant;
    private readonly string? linearLeftOut;
    private readonly RidgeRegression? ridge;
    private readonly LogisticRegression? logistic;

    private FittedBaselines(PreparedData prepared, float[] constant, string? linearLeftOut, RidgeRegression? ridge, LogisticRegression? logistic) =>
        (this.prepared, this.constant, this.linearLeftOut, this.ridge, this.logistic) = (prepared, constant, linearLeftOut, ridge, logistic);

    /// <summary>Fits the baselines on training rows.</summary>
    /// <param name="data">The data of the run.</param>
    /// <param name="prepared">The encoded training part.</param>
    /// <param name="rows">The training rows.</param>
    /// <param name="linearLeftOut">Why to leave the linear model out; null to fit it.</param>
    public static FittedBaselines Fit(TrainingData data, PreparedData prepared, long[] rows, string? linearLeftOut)
    {
        var targets = data.TrainTargets.SelectRows(rows);
        var encoded = prepared.TargetEncoding?.Encode(targets.Values);
        var constant = Constant(targets, encoded, data.Classes.Count);
        if (linearLeftOut is not null)
        {
            return new FittedBaselines(prepared, constant, linearLeftOut, null, null);
        }

        using var singleThread = new SingleThreadScope();
        var inputs = prepared.Data.ReadColumns(rows);
        return encoded is null
            ? new FittedBaselines(
                prepared, constant, null, null, LogisticRegression.Fit(inputs, targets.Classes, data.Classes.Count, targets.Weights))
            : new FittedBaselines(prepared, constant, null, RidgeRegression.Fit(inputs, encoded, ToMeanOfOne(targets)), null);
    }

    /// <summary>Returns the outputs of the constant baseline of a split.</summary>
    public static float[] ConstantOf(TrainingData data, PreparedData prepared, Split split)
    {
        var targets = data.TrainTargets.SelectRows(split.Train);
        return Constant(targets, prepared.TargetEncoding?.Encode(targets.Values), data.Classes.Count);
    }

    /// <summary>Compares the predictions of a network with those of the baselines for the same rows.</summary>
    /// <param name="rows">The encoded rows, such as the training part or the test part.</param>
    /// <param name="network">The predictions of the network for some of these rows.</param>
    public BaselineComparison Compare(TensorDataset rows, Predictions network)
    {
        var inputs = linearLeftOut is null ? rows.ReadColumns(network.Rows) : null;
        var linear = inputs is null ? null : ridge?.Predict(inputs) ?? logistic!.Predict(inputs);
        return new BaselineComparison(
            new ScoredPredictions(network, prepared.ComputeErrors(network)),
            Score([.. Enumerable.Repeat(constant, network.Rows.Length).SelectMany(values => values)], network),
            linear is null ? null : Score(linear, network),
            linearLeftOut);
    }

    /// <summary>Returns the outputs of the constant baseline: the logarithms of the class shares, or the mean of the encoded targets.</summary>
    private static float[] Constant(Targets targets, float[]? encoded, int classes) => encoded is null
        ? LogShares(targets, classes)
        : targets.Weights.Length == 0 ? [encoded.Average()] : [(float)targets.Mean(row => encoded[row])];

    private static float[] ToMeanOfOne(Targets targets)
    {
        var factor = targets.Weights.Length / targets.TotalWeight;
        return Array.ConvertAll(targets.Weights, weight => (float)(weight * factor));
    }

    private static float[] LogShares(Targets targets, int classes)
    {
        var counts = new double[classes];
        foreach (var (row, label) in targets.Classes.Index())
        {
            counts[label] += targets.WeightOf(row);
        }

        counts = Array.ConvertAll(counts, count => Math.Max(count, AbsentClassRows));
        var total = counts.Sum();
        return Array.ConvertAll(counts, count => (float)Math.Log(count / total));
    }

    private ScoredPredictions Score(float[] outputs, Predictions network)
    {
        var predicted = prepared.ToPredictions(outputs, network.Rows, network.Targets);
        return new ScoredPredictions(predicted, prepared.ComputeErrors(predicted));
    }
}
