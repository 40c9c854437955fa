namespace LearnML.Contracts;

/// <summary>The caller that the service recognizes in a request.</summary>
/// <param name="Caller">The caller; null if the request is not authenticated.</param>
public sealed record Session(Caller? Caller);
