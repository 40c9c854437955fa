namespace LearnML.Api.Hosting;

/// <summary>What all instruments of the service have in common.</summary>
internal static class Instrumentation
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "LearnML";
}
