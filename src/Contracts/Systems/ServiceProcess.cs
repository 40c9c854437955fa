namespace LearnML.Contracts;

/// <summary>A process of the service.</summary>
/// <param name="Name">Its machine, its process id and what sets it apart from all before it.</param>
/// <param name="Role"><c>all</c>, <c>api</c> or <c>worker</c>.</param>
/// <param name="Devices">What it trains on; empty where it does not train.</param>
/// <param name="Queues">The queues that it trains from.</param>
/// <param name="Version">Its version of LearnML.</param>
/// <param name="StartedAt">When it started (UTC).</param>
public sealed record ServiceProcess(
    string Name, string Role, IReadOnlyList<string> Devices, IReadOnlyList<string> Queues, string Version, DateTimeOffset StartedAt);
