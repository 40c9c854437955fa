namespace LearnML.Api.Models.Inference.Protocol;

/// <summary>Whether a model is ready.</summary>
/// <param name="Name">The name of the model.</param>
/// <param name="Ready">Whether it is ready.</param>
internal sealed record ModelReady(string Name, bool Ready);
