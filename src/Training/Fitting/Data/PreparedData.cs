using System.Numerics.Tensors;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Evaluation;
using LearnML.Training.Evaluation.Baselines;
using LearnML.Training.Networks.Planning;
using LearnML.Training.Preprocessing;

namespace LearnML.Training.Fitting.Data;

/// <summary>All rows encoded for a network, with statistics fitted on some of them, and the decoding of the network's outputs.</summary>
/// <param name="Data">The inputs and targets of the training part.</param>
/// <param name="TablePreprocessing">The preprocessing of the table's rows; null for images.</param>
/// <param name="TargetEncoding">The encoding of the target numbers; null for classification.</param>
internal sealed record PreparedData(TensorDataset Data, TablePreprocessing? TablePreprocessing = null, TargetEncoding? TargetEncoding = null)
    : IDisposable
{
    /// <summary>What a network knows about the inputs.</summary>
    public NetworkInputs Inputs => TablePreprocessing is null ? Data.Width : TableInputs.Create(TablePreprocessing);

    /// <summary>Converts the outputs of a network to predictions, together with the targets of the rows.</summary>
    public Predictions ToPredictions(float[] outputs, long[] rows, Targets targets)
    {
        if (TargetEncoding is null)
        {
            var classes = outputs.Length / rows.Length;
            var meanLoss = targets.Weights.Length == 0
                ? -targets.Classes.Index().Average(row => outputs[(row.Index * classes) + row.Item])
                : -targets.Mean(row => outputs[(row * classes) + targets.Classes[row]]);
            return new Predictions(rows, targets, outputs, [], meanLoss);
        }

        var loss = MeanSquaredError(outputs, TargetEncoding.Encode(targets.Values), targets);
        return new Predictions(rows, targets, [], Array.ConvertAll(outputs, output => TargetEncoding.Decode(output)), loss);
    }

    /// <summary>Returns the errors of predictions that this object created, row by row.</summary>
    public RowErrors ComputeErrors(Predictions predictions)
    {
        var rows = Enumerable.Range(0, predictions.Rows.Length);
        if (TargetEncoding is null)
        {
            var (labels, classes) = (predictions.Targets.Classes, predictions.LogProbabilities.Length / predictions.Rows.Length);
            return new RowErrors(
                [.. rows.Select(row => -(double)predictions.LogProbabilities[(row * classes) + labels[row]])],
                [.. rows.Select(row =>
                    TensorPrimitives.IndexOfMax(predictions.LogProbabilities.AsSpan(row * classes, classes)) == labels[row] ? 0.0 : 1)])
            {
                Weights = predictions.Targets.Weights,
            };
        }

        var encoded = TargetEncoding.Encode(predictions.Targets.Values);
        var outputs = Array.ConvertAll(
            predictions.Values, value => ((TargetEncoding.IsLog ? Math.Log(value) : value) - TargetEncoding.Mean) / TargetEncoding.Scale);
        return new RowErrors(
            [.. rows.Select(row => (outputs[row] - encoded[row]) * (outputs[row] - encoded[row]))],
            [.. rows.Select(row => Math.Pow(predictions.Values[row] - predictions.Targets.Values[row], 2))])
        {
            Weights = predictions.Targets.Weights,
        };
    }

    /// <summary>Returns the training metrics of an epoch that follow from its mean loss and accuracy.</summary>
    public Metrics ComputeTrainMetrics(double loss, double? accuracy) => new()
    {
        Loss = loss,
        Accuracy = accuracy,
        Rmse = TargetEncoding is { IsLog: false } ? Math.Sqrt(loss) * TargetEncoding.Scale : null,
        LogRmse = TargetEncoding is { IsLog: true } ? Math.Sqrt(loss) * TargetEncoding.Scale : null,
    };

    /// <summary>
    /// Returns the baseline loss: the loss of the same prediction for every row. For classes this prediction is an equal probability of every
    /// class; for numbers it is 0 in the encoding of the target, which is the mean of the training rows if the encoding subtracts it.
    /// </summary>
    public double BaselineLoss(Targets targets, int outputs) =>
        TargetEncoding is null ? Math.Log(outputs) : MeanSquaredError(new float[targets.Count], TargetEncoding.Encode(targets.Values), targets);

    public void Dispose() => Data.Dispose();

    private static double MeanSquaredError(float[] outputs, float[] encoded, Targets weighted)
    {
        double sum = 0;
        for (var row = 0; row < outputs.Length; row++)
        {
            var error = (double)outputs[row] - encoded[row];
            sum += weighted.WeightOf(row) * error * error;
        }

        return sum / weighted.TotalWeight;
    }
}
