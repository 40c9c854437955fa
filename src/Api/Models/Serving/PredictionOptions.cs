using System.ComponentModel;
using System.Globalization;
using LearnML.Api.Requests;
using LearnML.Training.Predicting;
using LearnML.Training.Scoring;
using Microsoft.AspNetCore.Mvc;

namespace LearnML.Api.Models.Serving;

/// <summary>What a prediction request asks for, besides predictions.</summary>
/// <param name="Strict">Whether a value that the model cannot use is an error. Otherwise it is a warning.</param>
/// <param name="Explain">Whether each prediction is explained.</param>
/// <param name="Interval">The level of the interval around each number; null for none.</param>
public sealed record PredictionOptions(
    [FromQuery(Name = "strict")]
    [Description("Whether values that are missing, of the wrong type or not seen in training are an error. Default: false.")]
    bool Strict = false,
    [FromQuery(Name = PredictionOptions.ExplainField)]
    [Description("Whether each prediction has an explanation: what each column adds to it, as Shapley values. Only for models of tables. "
        + "Default: false.")]
    bool Explain = false,
    [FromQuery(Name = PredictionOptions.IntervalField)]
    [Description("The level of an interval for each predicted number, such as 0.9: the share of true numbers that the intervals should hold. "
        + "Above 0 and below 1. Only for regression. Default: no intervals.")]
    double? Interval = null)
{
    /// <summary>The name of the parameter for explanations.</summary>
    internal const string ExplainField = "explain";

    /// <summary>The name of the parameter for intervals.</summary>
    internal const string IntervalField = "interval";

    /// <summary>Returns what explains the predictions; null if the request does not ask for it, or if it has errors.</summary>
    /// <param name="predictor">The model.</param>
    /// <param name="rows">The number of rows of the request.</param>
    /// <param name="errors">Receives why the rows cannot be explained.</param>
    internal PredictionExplainer? CreateExplainer(Predictor predictor, int rows, FieldErrors errors)
    {
        if (!Explain || predictor.Description.Table is null)
        {
            errors.Require(!Explain, ExplainField, "only applies to models of tables, and this model takes images");
            return null;
        }

        var explainer = new PredictionExplainer(predictor);
        errors.Require(rows <= explainer.MaximumRows, ExplainField, TooManyRows(explainer.MaximumRows));
        return explainer;
    }

    /// <summary>Returns the intervals that the request asks for; null if it asks for none, or if it has errors.</summary>
    /// <param name="predictor">The model.</param>
    /// <param name="errors">Receives why the model has no such intervals.</param>
    internal PredictionIntervals? CreateIntervals(Predictor predictor, FieldErrors errors)
    {
        var problem = Interval is { } asked ? PredictionIntervals.FindProblem(predictor, asked) : null;
        errors.Require(problem is null, IntervalField, problem ?? "");
        return Interval is { } level && problem is null ? new PredictionIntervals(predictor, level) : null;
    }

    /// <summary>Returns why so many rows cannot be explained.</summary>
    internal static string TooManyRows(int maximum) => string.Create(
        CultureInfo.InvariantCulture, $"explains at most {maximum:n0} rows of this model in one request; send fewer");
}
