using LearnML.Training.Evaluation;
using LearnML.Training.Predicting;
using LearnML.Training.Tables.Csv;

namespace LearnML.Training.Scoring;

/// <summary>Checks the targets of rows that a model is scored on.</summary>
internal static class ScoredTargets
{
    /// <summary>Ensures that each target has the logarithm that the model needs.</summary>
    /// <exception cref="TableFormatException">A target has no logarithm, and the model has learned the logarithm of its target.</exception>
    public static void Require(Predictor predictor, LabelledRows labelled)
    {
        var values = labelled.Targets.Values;
        var wrong = predictor.Description.Target?.IsLog == true ? Array.FindIndex(values, value => value <= 0) : -1;
        if (wrong >= 0)
        {
            var reason = FormattableString.Invariant($"the target in row {labelled.Rows[wrong]} (from 0) is {values[wrong]}, ")
                + "which has no logarithm, and the model has learned the logarithm of its target";
            throw new TableFormatException("The rows", [new TableProblem(null, null, reason)]);
        }
    }
}
