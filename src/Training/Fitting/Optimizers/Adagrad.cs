using LearnML.Contracts;
using LearnML.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Optimizers;

/// <summary>Adagrad with PyTorch's formula and default ε = 1e-10 (https://pytorch.org/docs/stable/generated/torch.optim.Adagrad.html).</summary>
internal sealed class Adagrad(OptimizerSpec spec, BatchedNetwork network) : Optimizer(spec, network)
{
    private static readonly Scalar Epsilon = 1e-10;

    private Tensor[] SquareSums => States[0];

    protected override void Update(int block, Func<Tensor, Tensor> cut, Tensor values, Tensor gradient)
    {
        var square = cut(SquareSums[block]).addcmul_(gradient, gradient, One);
        SubtractStep(values, gradient, square.sqrt().add_(Epsilon, One));
    }
}
