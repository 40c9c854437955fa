namespace LearnML.Api.Hosting;

/// <summary>How SignalR messages reach clients that are connected to another process.</summary>
public enum BackplaneKind
{
    /// <summary>No backplane, for a single process.</summary>
    None,

    /// <summary>A Redis backplane, for several processes.</summary>
    Redis,
}
