namespace LearnML.Training.Devices;

/// <summary>
/// Makes libtorch compute on the calling thread alone until it is disposed. The setting goes back to what the process began
/// with: what is found may be another's.
/// </summary>
internal sealed class OneThread : IDisposable
{
    public OneThread() => LibtorchThreads.UseOne();

    public void Dispose() => LibtorchThreads.UseAll();
}
