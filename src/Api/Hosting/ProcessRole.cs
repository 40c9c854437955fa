namespace LearnML.Api.Hosting;

/// <summary>The role of a process.</summary>
public enum ProcessRole
{
    /// <summary>The process serves requests and trains jobs.</summary>
    All,

    /// <summary>The process serves requests.</summary>
    Api,

    /// <summary>The process trains jobs.</summary>
    Worker,
}
