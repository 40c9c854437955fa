namespace LearnML.Training.Devices;

/// <summary>
/// Makes libtorch compute only on the calling thread until this object is disposed. Dispose restores the setting that the process started
/// with, not the previous one, because the previous one may come from another thread's scope.
/// </summary>
internal sealed class SingleThreadScope : IDisposable
{
    /// <summary>Starts the scope.</summary>
    public SingleThreadScope() => LibtorchThreads.UseOne();

    /// <summary>Ends the scope.</summary>
    public void Dispose() => LibtorchThreads.UseDefault();
}
