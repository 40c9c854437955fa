namespace LearnML.Api.Models.Inference.Protocol;

/// <summary>The models that can be used.</summary>
/// <param name="Models">Their names.</param>
internal sealed record ModelNames(IEnumerable<string> Models);
