namespace LearnML.Api.Processes;

/// <summary>What a process does.</summary>
public enum ProcessRole
{
    /// <summary>It answers requests and trains.</summary>
    All,

    /// <summary>It answers requests.</summary>
    Api,

    /// <summary>It trains.</summary>
    Worker,
}
