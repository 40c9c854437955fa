using System.Text.Json.Serialization;

namespace LearnML.Contracts;

/// <summary>A request that changes how a table is read or used. Exactly one of the two parts is set.</summary>
public sealed record AttentionAction
{
    /// <summary>The body of <c>PATCH /api/datasets/{name}</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DatasetPatch? Dataset { get; init; }

    /// <summary>The task to send in the spec.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LearningTask? Task { get; init; }
}
