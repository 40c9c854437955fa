using System.Text.Json.Nodes;

namespace LearnML.Api.Serving;

/// <summary>What the predict routes take in.</summary>
/// <remarks>As documented; <see cref="PredictionBody"/> reads it.</remarks>
/// <param name="Instances">Images: each its pixels, 0 to 255, in one list row by row.</param>
/// <param name="Rows">Rows of a table: the values by column.</param>
internal sealed record PredictionRequest(IReadOnlyList<IReadOnlyList<int>>? Instances, IReadOnlyList<JsonObject>? Rows);
