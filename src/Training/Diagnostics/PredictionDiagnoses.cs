using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Diagnostics;

/// <summary>Diagnoses what the predictions for the scored rows have in common.</summary>
internal static class PredictionDiagnoses
{
    /// <summary>Fewer rows can have one predicted class, or bent residuals, by chance.</summary>
    private const int MinimumRowsOfOneClass = 10;
    private const int MinimumRowsOfResiduals = 30;

    /// <summary>The curve must explain this share of the residuals' variance, and its coefficient be this many standard errors above 0.</summary>
    private const double MinimumBentShare = 0.05;
    private const double MinimumStandardErrors = 3.5;

    /// <summary>Diagnoses a network that always predicts the most frequent class.</summary>
    /// <param name="report">The report with its confusion matrix.</param>
    /// <param name="training">The class of each training row.</param>
    public static IEnumerable<Diagnosis> DiagnoseMajority(Report report, int[] training)
    {
        if (report is not { ConfusionMatrix: { } matrix, Classes: { Count: > 1 } classes })
        {
            yield break;
        }

        var most = training.CountBy(label => label).MaxBy(label => label.Value).Key;
        var (rows, predicted, correct) = (matrix.Sum(row => row.Sum()), matrix.Sum(row => row[most]), matrix[most][most]);
        if (rows >= MinimumRowsOfOneClass && predicted == rows)
        {
            yield return new Diagnosis(
                "majorityOnly",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The network predicts '{classes[most]}', the most frequent class, for every one of the {rows} scored rows. ") +
                string.Create(CultureInfo.InvariantCulture, $"The accuracy, {(double)correct / rows:0.000}, is only the share of this class. ") +
                "\"training\": {\"classWeights\": \"balanced\"}, more rows of the other classes, or more informative columns may help.")
            {
                Numbers = new Dictionary<string, double> { ["rows"] = rows, ["classShare"] = (double)correct / rows },
                Names = new Dictionary<string, IReadOnlyList<string>> { ["class"] = [classes[most]] },
            };
        }
    }

    /// <summary>
    /// Diagnoses residuals that are positive for small and large predictions and negative in between, as those of a target that grows by
    /// factors are.
    /// </summary>
    /// <param name="predictions">The predictions for the scored rows.</param>
    /// <param name="training">The target of each training row.</param>
    /// <param name="isLog">Whether the network already learns the logarithm.</param>
    public static IEnumerable<Diagnosis> DiagnoseBentResiduals(Predictions predictions, float[] training, bool isLog)
    {
        var targets = Array.ConvertAll(training, target => (double)target);
        if (isLog || predictions.Values.Length < MinimumRowsOfResiduals || targets.Any(target => target <= 0)
            || Math.Abs(SampleStatistics.Skewness(Array.ConvertAll(targets, Math.Log))) >= SampleStatistics.Skewness(targets))
        {
            yield break;
        }

        var (share, standardErrors) = FitCurve(predictions);
        if (share >= MinimumBentShare && standardErrors >= MinimumStandardErrors)
        {
            yield return new Diagnosis(
                "bentResiduals",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The residuals of {predictions.Values.Length} rows follow a curve, which explains {share:p0} of their variance: ") +
                "small and large predictions are too low, those in between too high. " +
                "All targets are positive and their logarithms are less skewed, " +
                "so \"preprocessing\": {\"target\": \"log\"} may predict them better.")
            {
                Numbers = new Dictionary<string, double> { ["rows"] = predictions.Values.Length, ["explainedShare"] = share },
            };
        }
    }

    /// <summary>
    /// Fits a parabola to the residuals over the predictions. Returns the share of the variance that its square term explains, and its coefficient
    /// in standard errors.
    /// </summary>
    private static (double Share, double StandardErrors) FitCurve(Predictions predictions)
    {
        var values = predictions.Values;
        var residuals = predictions.Targets.Values.Zip(values, (target, value) => target - value).ToArray();
        var (mean, deviation) = SampleStatistics.Moments(values);
        if (!(deviation > 0))
        {
            return (0, 0);
        }

        // The square term and the residuals without the parts that a straight line explains.
        var line = Array.ConvertAll(values, value => (value - mean) / deviation);
        var bent = RemoveLine(Array.ConvertAll(line, value => value * value), line);
        var rest = RemoveLine(residuals, line);
        var (products, squares, total) = (Dot(bent, rest), Dot(bent, bent), Dot(rest, rest));
        if (!(squares > 0) || !(total > 0))
        {
            return (0, 0);
        }

        var share = products * products / (squares * total);
        return (share, Math.Sign(products) * Math.Sqrt(share / Math.Max(1 - share, 1e-12) * (values.Length - 3)));
    }

    private static double[] RemoveLine(double[] values, double[] line)
    {
        var (mean, slope) = (values.Average(), Dot(values, line) / Dot(line, line));
        return [.. values.Select((value, index) => value - mean - (slope * line[index]))];
    }

    private static double Dot(double[] first, double[] second) => first.Zip(second, (one, other) => one * other).Sum();
}
