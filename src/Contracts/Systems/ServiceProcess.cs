namespace LearnML.Contracts;

/// <summary>A process of the service.</summary>
/// <param name="Name">The unique name: the machine, the process id and a suffix.</param>
/// <param name="Role"><c>all</c>, <c>api</c> or <c>worker</c>.</param>
/// <param name="Devices">The devices that it trains on; empty if it does not train.</param>
/// <param name="Queues">The queues that it takes jobs from.</param>
/// <param name="Version">The version of LearnML.</param>
/// <param name="StartedAt">When the process started (UTC).</param>
public sealed record ServiceProcess(
    string Name, string Role, IReadOnlyList<string> Devices, IReadOnlyList<string> Queues, string Version, DateTimeOffset StartedAt);
