namespace LearnML.Api.LiveMetrics;

/// <summary>What carries the hub's messages from one process to the clients of another.</summary>
public enum BackplaneKind
{
    /// <summary>Nothing: there is one process.</summary>
    None,

    /// <summary>Redis.</summary>
    Redis,
}
