namespace LearnML.Api.Processes;

/// <summary>This process among those that share the database.</summary>
public sealed class ProcessIdentity
{
    /// <summary>Its name, which no other process has or had.</summary>
    public string Name { get; } = $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.CreateVersion7():N}";
}
