using TorchSharp;

namespace LearnML.Training.Devices;

/// <summary>
/// Makes libtorch compute on the calling thread alone until it is disposed: for operations so small that waiting for other
/// threads takes longer than the work.
/// </summary>
internal sealed class OneThread : IDisposable
{
    private readonly int before = torch.get_num_threads();

    public OneThread() => torch.set_num_threads(1);

    public void Dispose() => torch.set_num_threads(before);
}
