using LearnML.Contracts;
using LearnML.Training.Calibration;
using LearnML.Training.Evaluation;
using LearnML.Training.Preprocessing;

namespace LearnML.Training.Fitting.Calibration;

/// <summary>
/// What is fitted to a trained network with rows that no network was trained on: first the temperature, then with its probabilities the sets and the
/// threshold; or the intervals.
/// </summary>
/// <param name="Report">The report with what was fitted.</param>
/// <param name="Conformal">The errors from which intervals and sets follow; null if no row counts.</param>
/// <param name="Threshold">The threshold; null if there is none.</param>
/// <param name="Temperature">The temperature; null if there is none.</param>
internal sealed record RunCalibration(Report Report, ConformalScores? Conformal, DecisionThreshold? Threshold, double? Temperature)
{
    /// <summary>Calibrates a network.</summary>
    /// <param name="spec">The spec of the network.</param>
    /// <param name="parts">The predictions for the validation rows, or for the rows of each fold; each row once.</param>
    /// <param name="test">The predictions for the test rows; null if there are none.</param>
    /// <param name="classes">The class names; empty for regression.</param>
    /// <param name="encoding">The encoding of a numeric target; null for classification.</param>
    /// <param name="report">The report without the calibration.</param>
    public static RunCalibration Create(
        JobSpec spec, IReadOnlyList<Predictions> parts, Predictions? test, IReadOnlyList<string> classes, TargetEncoding? encoding, Report report)
    {
        double? temperature = null;
        if (spec.Calibrate == ProbabilityCalibration.Temperature && parts.Any(part => part.Targets.TotalWeight > 0))
        {
            var choice = new TemperatureChoice(Predictions.Concat(parts), classes.Count);
            report = report with { Temperature = choice.CreateReport(spec.Validation.TestPart ? null : test) };
            if (choice.IsBetter)
            {
                (temperature, parts, test) = (choice.Temperature, [.. parts.Select(choice.Scale)], test is null ? null : choice.Scale(test));
                report = (test ?? Predictions.Concat(parts)).AddTo(report, classes);
            }
        }

        var conformal = new ConformalCalibration(spec, parts, encoding);
        report = conformal.AddTo(report, test);
        if (spec.Threshold is null)
        {
            return new RunCalibration(report, conformal.Scores, null, temperature);
        }

        var chosenOn = Predictions.Concat(parts);
        var threshold = new ThresholdChoice(spec.Threshold, chosenOn, classes);
        report = threshold.AddTo(report, test ?? chosenOn, rowsChoseThreshold: test is null || spec.Validation.TestPart);
        return new RunCalibration(report, conformal.Scores, threshold.Threshold, temperature);
    }
}
