namespace LearnML.Api.Specs.Schema;

/// <summary>A spec, and beside its fields those that people write on a job. Every field except <c>dataset</c> is optional.</summary>
internal sealed record JobSubmission;
