namespace LearnML.Training.Tests.Tables.Files;

/// <summary>Reserved memory; calls an action when it is released.</summary>
internal sealed class MemoryRelease(Action release) : IDisposable
{
    public void Dispose() => release();
}
