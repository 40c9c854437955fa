using TorchSharp;

namespace LearnML.Training.Devices;

/// <summary>
/// Makes libtorch compute on the calling thread alone until it is disposed: for operations so small that waiting for other
/// threads takes longer than the work. The setting is partly the process's and partly the thread's, so it goes back to what the
/// process began with: what is found may be another's.
/// </summary>
internal sealed class OneThread : IDisposable
{
    private static readonly int Usual = torch.get_num_threads();

    private readonly int usual = Usual; // read before the setting is changed

    public OneThread() => torch.set_num_threads(1);

    public void Dispose() => torch.set_num_threads(usual);
}
