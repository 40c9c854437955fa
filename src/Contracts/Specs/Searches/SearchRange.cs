using System.Text.Json;
using System.Text.Json.Serialization;

namespace LearnML.Contracts;

/// <summary>The values that a search tries for one field of the spec. Exactly one of the properties is set, and perhaps <see cref="When"/>.</summary>
public sealed record SearchRange
{
    /// <summary>A list of values, for example <c>[[64], [128, 128]]</c> for <c>network.hidden</c>.</summary>
    public IReadOnlyList<JsonElement>? Choice { get; init; }

    /// <summary>Numbers from the first to the second, all equally likely. Not in a grid.</summary>
    public IReadOnlyList<double>? Uniform { get; init; }

    /// <summary>
    /// Numbers from the first to the second, both above 0, whose logarithms are equally likely. The usual choice for learning rates and weight decay.
    /// Not in a grid.
    /// </summary>
    public IReadOnlyList<double>? LogUniform { get; init; }

    /// <summary>Whole numbers from the first to the second, in steps of the third. Default of the third: 1.</summary>
    [JsonPropertyName("integer")]
    public IReadOnlyList<int>? WholeNumbers { get; init; }

    /// <summary>
    /// Values of other fields of the search that this one needs, by their paths, for example <c>{"optimizer.kind": "sgd"}</c> for
    /// <c>optimizer.momentum</c>. In trials where another field has another value, this field keeps that of the spec. Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, JsonElement>? When { get; init; }
}
