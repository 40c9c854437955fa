namespace LearnML.Api.Models.Inference.Writing;

/// <summary>The parameters of a response.</summary>
/// <param name="Warnings">The values that the model could not use, separated by semicolons.</param>
internal sealed record ResponseParameters(string Warnings);
