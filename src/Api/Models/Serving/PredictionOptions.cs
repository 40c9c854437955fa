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
/// <param name="Set">The level of the set of classes of each row; null for none.</param>
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
    double? Interval = null,
    [FromQuery(Name = PredictionOptions.SetField)]
    [Description("The level of a set of classes for each row, such as 0.9: the share of true classes that the sets should hold. "
        + "Above 0 and below 1. Only for classification. Default: no sets.")]
    double? Set = null)
{
    /// <summary>The name of the parameter for explanations.</summary>
    internal const string ExplainField = "explain";

    /// <summary>The name of the parameter for intervals.</summary>
    internal const string IntervalField = "interval";

    /// <summary>The name of the parameter for sets.</summary>
    internal const string SetField = "set";

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

    /// <summary>Returns the intervals and sets that the request asks for.</summary>
    /// <param name="predictor">The model.</param>
    /// <param name="errors">Receives why the model has no such intervals or sets.</param>
    internal PredictionDetails CreateDetails(Predictor predictor, FieldErrors errors)
    {
        if (Interval is null && Set is null)
        {
            return PredictionDetails.None;
        }

        var problems = new[]
        {
            (Field: IntervalField, Reason: Interval is { } ofIntervals ? PredictionIntervals.FindProblem(predictor, ofIntervals) : null),
            (Field: SetField, Reason: Set is { } ofSets ? PredictionSets.FindProblem(predictor, ofSets) : null),
        }.Where(problem => problem.Reason is not null).ToArray();
        foreach (var (field, reason) in problems)
        {
            errors.Add(field, reason!);
        }

        return problems.Length > 0 ? PredictionDetails.None : new PredictionDetails(
            Intervals: Interval is { } interval ? new PredictionIntervals(predictor, interval) : null,
            Sets: Set is { } set ? new PredictionSets(predictor, set) : null);
    }

    /// <summary>Returns why so many rows cannot be explained.</summary>
    internal static string TooManyRows(int maximum) => string.Create(
        CultureInfo.InvariantCulture, $"explains at most {maximum:n0} rows of this model in one request; send fewer");
}
