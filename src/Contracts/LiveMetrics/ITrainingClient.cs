namespace LearnML.Contracts;

/// <summary>What the hub <c>/hubs/training</c> calls on its clients.</summary>
public interface ITrainingClient
{
    /// <summary>A job that this client subscribed to changed: its state, or its progress.</summary>
    Task JobChanged(Job job);
}
