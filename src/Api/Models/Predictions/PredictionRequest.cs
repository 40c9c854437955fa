using System.Text.Json.Nodes;

namespace LearnML.Api.Models.Predictions;

/// <summary>The body of a prediction request.</summary>
/// <remarks>For documentation only; <see cref="PredictionBodyReader"/> reads the body.</remarks>
/// <param name="Instances">The images. Each is a list of its pixels, 0 to 255, row by row.</param>
/// <param name="Rows">The table rows. Each maps columns to values.</param>
internal sealed record PredictionRequest(IReadOnlyList<IReadOnlyList<int>>? Instances, IReadOnlyList<JsonObject>? Rows);
