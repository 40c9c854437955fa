using System.Numerics.Tensors;
using LearnML.Contracts;
using LearnML.Training.Calibration;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Preprocessing;

namespace LearnML.Training.Fitting.Calibration;

/// <summary>
/// Calibrates the intervals or sets of a model with the errors of predictions for rows that their networks were not trained on. Trains nothing.
/// </summary>
/// <param name="spec">The spec of the network.</param>
/// <param name="parts">The predictions for the validation rows, or for the rows of each fold; each row once.</param>
/// <param name="encoding">The encoding of the target of the network that is the model; null for classification.</param>
internal sealed class ConformalCalibration(JobSpec spec, IReadOnlyList<Predictions> parts, TargetEncoding? encoding)
{
    private static readonly double[] ReportedLevels = [0.8, 0.9, 0.95];

    private readonly double[][] errors = [.. parts.Select(part => ErrorsOf(part, encoding).ToArray())];

    /// <summary>The errors to store with the model; null if no row counts.</summary>
    public ConformalScores? Scores =>
        field ??= errors.Any(part => part.Length > 0) ? ConformalScores.Create([.. errors.SelectMany(part => part)]) : null;

    private bool AreFolds => spec.Validation.Folds is not null;

    private bool RowsChoseModel => spec.Search is not null || spec.Optimizer.Schedule.Kind == ScheduleKind.Plateau
        || (AreFolds ? spec.EpochToKeepPerFold() : spec.EpochToKeep()) == KeptEpoch.Best
        || (spec.Training.EarlyStopping is not null && spec.Validation.Keep == KeptEpoch.Last);

    /// <summary>Returns the report with the calibration, and the intervals or sets.</summary>
    /// <param name="report">The report.</param>
    /// <param name="test">The model's predictions for the test rows; null if there are none.</param>
    public Report AddTo(Report report, Predictions? test) => Scores is not { } scores ? report : report with
    {
        Calibration = new CalibrationReport(AreFolds ? CalibrationMethod.Folds : CalibrationMethod.Holdout, scores.Rows, RowsChoseModel),
        Intervals = encoding is null ? null : [.. ReportedLevels.Select(level => ScoreIntervals(level, scores, test)).OfType<IntervalScore>()],
        Sets = encoding is null ? [.. ReportedLevels.Select(level => ScoreSets(level, scores, test)).OfType<SetScore>()] : null,
    };

    private static IEnumerable<double> ErrorsOf(Predictions predictions, TargetEncoding? encoding) =>
        CountedRows(predictions).Select(row => encoding is null
            ? ConformalErrors.ErrorOf(Math.Exp(ClassesOf(predictions, row)[predictions.Targets.Classes[row]]))
            : ConformalErrors.ErrorOf(predictions.Targets.Values[row], predictions.Values[row], encoding.IsLog));

    /// <summary>
    /// Returns for each row the smallest quantile whose interval or set holds the truth. The most probable class is in every set.
    /// </summary>
    private static IEnumerable<double> HoldingQuantilesOf(Predictions predictions, TargetEncoding? encoding) =>
        ErrorsOf(predictions, encoding).Zip(CountedRows(predictions), (error, row) => encoding is null
            && TensorPrimitives.IndexOfMax(ClassesOf(predictions, row)) == predictions.Targets.Classes[row] ? 0 : error);

    /// <summary>Returns the logarithm of the probability of each class.</summary>
    private static ReadOnlySpan<float> ClassesOf(Predictions predictions, int row)
    {
        var classes = predictions.LogProbabilities.Length / predictions.Rows.Length;
        return predictions.LogProbabilities.AsSpan(row * classes, classes);
    }

    private static IEnumerable<int> CountedRows(Predictions predictions) =>
        Enumerable.Range(0, predictions.Rows.Length).Where(row => predictions.Targets.WeightOf(row) > 0);

    private IntervalScore? ScoreIntervals(double level, ConformalScores scores, Predictions? test)
    {
        if (scores.FindQuantile(level) is not { } quantile || quantile == double.MaxValue)
        {
            return null;
        }

        var widths = DescribedRows(test, (part, row) =>
        {
            var interval = ConformalErrors.IntervalAround(part.Values[row], quantile, encoding!.IsLog);
            return interval.High - interval.Low;
        }).Order().ToArray();
        return widths.Length == 0 ? null : new IntervalScore(
            level, (widths[(widths.Length - 1) / 2] / 2) + (widths[widths.Length / 2] / 2), CoverageOf(level, quantile, test));
    }

    private SetScore? ScoreSets(double level, ConformalScores scores, Predictions? test)
    {
        if (scores.FindQuantile(level) is not { } quantile)
        {
            return null;
        }

        var sizes = DescribedRows(test, (part, row) =>
        {
            var size = 0;
            foreach (var logarithm in ClassesOf(part, row))
            {
                size += ConformalErrors.ErrorOf(Math.Exp(logarithm)) <= quantile ? 1 : 0;
            }

            return Math.Max(size, 1.0);
        }).ToArray();
        return sizes.Length == 0 ? null : new SetScore(level, sizes.Average(), CoverageOf(level, quantile, test));
    }

    private IEnumerable<double> DescribedRows(Predictions? test, Func<Predictions, int, double> measure) =>
        (test is null ? parts : [test]).SelectMany(part => CountedRows(part).Select(row => measure(part, row)));

    private double? CoverageOf(double level, double quantile, Predictions? test) => test is null ? CoverageOfFolds(level)
        : spec.Validation.TestPart ? null
        : HoldingQuantilesOf(test, encoding).Average(needed => needed <= quantile ? 1.0 : 0);

    /// <summary>Returns the share of the rows of each fold that the quantile of the other folds holds; null without folds.</summary>
    private double? CoverageOfFolds(double level)
    {
        if (!AreFolds)
        {
            return null;
        }

        var sorted = errors.Index().SelectMany(part => part.Item.Select(error => (Error: error, Fold: part.Index)))
            .OrderBy(each => each.Error).ToArray();
        long covered = 0;
        for (var fold = 0; fold < errors.Length; fold++)
        {
            var rank = ConformalScores.RankOf(level, sorted.Length - errors[fold].Length);
            if (rank > sorted.Length - errors[fold].Length)
            {
                return null;
            }

            var quantile = double.NaN;
            foreach (var (error, of) in sorted)
            {
                if (of != fold && --rank == 0)
                {
                    quantile = error;
                    break;
                }
            }

            covered += HoldingQuantilesOf(parts[fold], encoding).LongCount(needed => needed <= quantile);
        }

        return (double)covered / sorted.Length;
    }
}
