namespace LearnML.Contracts;

/// <summary>The methods that the hub <c>/hubs/training</c> calls on its clients.</summary>
public interface ITrainingClient
{
    /// <summary>Receives a subscribed job when its state or progress has changed.</summary>
    Task JobChanged(Job job);
}
