using System.Text.Json.Serialization;

namespace LearnML.Contracts;

/// <summary>A model's prediction for one row: a class with the probability of every class, or a number.</summary>
public sealed record Prediction
{
    /// <summary>The most probable class.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Label { get; init; }

    /// <summary>The class's index in the model's classes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ClassIndex { get; init; }

    /// <summary>The probability of every class, in the order of the model's classes. The sum is 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<float>? Probabilities { get; init; }

    /// <summary>
    /// The classes among which the true one is, with the probability that the request asks for, the most probable first; left out if it does not ask.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Set { get; init; }

    /// <summary>The predicted number, in the unit of the target.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Value { get; init; }

    /// <summary>An interval around the number; left out if the request does not ask for it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PredictionInterval? Interval { get; init; }

    /// <summary>What each column adds to the prediction; left out if the request does not ask for it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PredictionExplanation? Explanation { get; init; }
}
