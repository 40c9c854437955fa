namespace LearnML.Contracts;

/// <summary>Whom the service takes a client for.</summary>
/// <param name="Caller">Who calls; null: nobody that is known.</param>
public sealed record Session(Caller? Caller);
