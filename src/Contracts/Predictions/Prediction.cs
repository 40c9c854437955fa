using System.Text.Json.Serialization;

namespace LearnML.Contracts;

/// <summary>What a model says of a row: a class, with how sure it is of each, or a number.</summary>
public sealed record Prediction
{
    /// <summary>The most probable class.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Label { get; init; }

    /// <summary>Its index in the model's classes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ClassIndex { get; init; }

    /// <summary>Of every class, in the order of the model's classes; they sum to 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<float>? Probabilities { get; init; }

    /// <summary>The number, in the unit of the target.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Value { get; init; }
}
