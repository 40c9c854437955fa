using LearnML.Api.Requests;
using LearnML.Contracts;

namespace LearnML.Api.Specs.Datasets;

/// <summary>Validates the fields that only apply to classification or only to regression.</summary>
/// <param name="errors">Collects the validation errors.</param>
internal sealed class LearningTaskCheck(FieldErrors errors)
{
    private const string Metric = "training.earlyStopping.metric";

    /// <summary>Validates a spec whose target is a class.</summary>
    public void CheckClassification(JobSpec spec) =>
        errors.Require(spec.Training.EarlyStopping?.Metric is not (StoppingMetric.Rmse or StoppingMetric.Mae or StoppingMetric.LogRmse), Metric,
            "must be loss or accuracy: the target is a class");

    /// <summary>Validates a spec whose target is a number.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="smallest">The smallest target; null if it is unknown.</param>
    public void CheckRegression(JobSpec spec, double? smallest)
    {
        var metric = spec.Training.EarlyStopping?.Metric;
        errors.Require(metric != StoppingMetric.Accuracy, Metric, "must be loss, rmse, mae or logRmse: the target is a number");
        errors.Require(metric != StoppingMetric.LogRmse || smallest is null or > 0, Metric, "cannot be logRmse: the target is not always positive");
        errors.Require(spec.Search?.Objective != StoppingMetric.LogRmse || smallest is null or > 0, "search.objective",
            "cannot be logRmse: the target is not always positive");
        errors.Require(spec.Training.LabelSmoothing == 0, "training.labelSmoothing", "only applies to classification");
        errors.Require(spec.Training.ClassWeights == ClassWeights.None, "training.classWeights", "only applies to classification");
        errors.Require(spec.Calibrate is null, "calibrate", "only applies to classification");
    }
}
