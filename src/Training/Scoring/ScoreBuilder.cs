using LearnML.Contracts;
using LearnML.Training.Calibration;
using LearnML.Training.Evaluation;
using LearnML.Training.Predicting;
using LearnML.Training.Tables.Csv;

namespace LearnML.Training.Scoring;

/// <summary>Computes the scores of a model from its outputs.</summary>
/// <param name="predictor">The model.</param>
internal sealed class ScoreBuilder(Predictor predictor)
{
    private const float SmallestProbability = 1.1754944e-38f;

    /// <summary>Computes the scores.</summary>
    /// <param name="labelled">The rows and their targets.</param>
    /// <param name="outputs">[rows, outputs], of these rows: probabilities, or encoded numbers.</param>
    /// <param name="warnings">What was left out or treated as missing.</param>
    /// <exception cref="TableFormatException">A row has no finite prediction, or no logarithm that the model needs.</exception>
    public Scores Build(LabelledRows labelled, float[] outputs, IReadOnlyList<string> warnings)
    {
        if (predictor.FindOverflows(outputs) is [var overflow, ..])
        {
            throw Problem(FormattableString.Invariant($"row {labelled.Rows[overflow]} (from 0) cannot be scored: {Predictor.OverflowReason}"));
        }

        var description = predictor.Description;
        var predictions = ToPredictions(labelled, outputs, description.Threshold);
        var constant = description.ConstantOutputs is not { } known ? null : ToPredictions(
            labelled, Repeat(known, labelled.Rows.Length), threshold: null);
        var empty = new Report
        {
            JobId = description.JobId,
            Task = description.Target is null ? LearningTask.Classification : LearningTask.Regression,
            Epoch = description.Epoch,
            Reported = ReportedRows.Test,
            Diagnosis = [],
        };
        return new Scores(
            labelled.Rows.Length,
            predictions.ComputeMetrics(description.Classes),
            constant?.ComputeMetrics(description.Classes),
            predictions.AddTo(empty, description.Classes),
            warnings);
    }

    private float[] Repeat(IReadOnlyList<float> constant, int rows)
    {
        // The model's outputs are probabilities, and the stored ones are logarithms.
        float[] outputs = [.. predictor.Description.Target is null ? constant.Select(MathF.Exp) : constant];
        return [.. Enumerable.Repeat(outputs, rows).SelectMany(row => row)];
    }

    private Predictions ToPredictions(LabelledRows labelled, float[] outputs, DecisionThreshold? threshold)
    {
        var targets = labelled.Targets;
        if (predictor.Description.Target is not { } encoding)
        {
            // The smallest normal number keeps the loss finite where a probability is too small for float32.
            var logarithms = Array.ConvertAll(outputs, probability => MathF.Log(MathF.Max(probability, SmallestProbability)));
            var classes = predictor.OutputsPerRow;
            return new Predictions(
                labelled.Rows, targets, logarithms, [], -targets.Mean(row => logarithms[(row * classes) + targets.Classes[row]]))
            {
                Threshold = threshold,
            };
        }

        ScoredTargets.Require(predictor, labelled);
        var encoded = encoding.Encode(targets.Values);
        return new Predictions(
            labelled.Rows,
            targets,
            [],
            Array.ConvertAll(outputs, encoding.Decode),
            targets.Mean(row => ((double)outputs[row] - encoded[row]) * ((double)outputs[row] - encoded[row])));
    }

    private static TableFormatException Problem(string reason) => new("The rows", [new TableProblem(null, null, reason)]);
}
