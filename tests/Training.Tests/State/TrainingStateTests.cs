using LearnML.Training.State;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.State;

public class TrainingStateTests
{
    [Fact]
    public void Tensor_of_another_shape_is_refused_and_not_broadcast()
    {
        using var scope = NewDisposeScope();
        using var file = new MemoryStream();
        using (var saved = new TrainingState())
        {
            saved.SaveOrRestoreTensor("optimizer.0", ones(3));
            saved.Write(file);
        }

        file.Position = 0;
        using var state = TrainingState.Read(file);
        var tensor = zeros(2, 3);

        var exception = Assert.Throws<CheckpointException>(() => state.SaveOrRestoreTensor("optimizer.0", tensor));

        Assert.Contains("earlier version", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, tensor.sum().item<float>());
    }
}
