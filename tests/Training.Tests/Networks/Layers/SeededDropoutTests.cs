using LearnML.Contracts;
using LearnML.Training.Networks.Layers;
using LearnML.Training.Randomness;
using LearnML.Training.Tests.Devices;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Networks.Layers;

public class SeededDropoutTests
{
    [Theory]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Dropout_zeroes_share_of_units_and_scales_others(double rate)
    {
        using var scope = NewDisposeScope();
        using var random = new BatchedRandom(1, [0]);
        var dropout = Create(rate, random);

        var values = dropout.Forward(full(1000, 1000, 2f, device: TestDevice.Torch)).cpu().data<float>().ToArray();

        // The tolerance is five standard deviations of the share among a million units.
        Assert.Equal(rate, values.Count(value => value == 0) / 1e6, 5 * Math.Sqrt(rate * (1 - rate) / 1e6));
        Assert.All(values.Distinct().Where(value => value != 0), value => Assert.Equal(2 / (1 - rate), value, 1e-5));
    }

    [Fact]
    public void Strength_multiplies_the_rate()
    {
        using var scope = NewDisposeScope();
        using var random = new BatchedRandom(1, [0]);
        using var parameters = new BatchedParameters(1, 0, TestDevice.Torch, float32);
        var context = new LayerContext(random, parameters, Precision.Float32) { IsTraining = true, DropoutStrength = 0.5 };
        var dropout = new SeededDropout([0.5], copies: 1, context);

        Assert.Equal([0, 1 / 0.75f], dropout.Forward(ones(1000, device: TestDevice.Torch)).cpu().data<float>().ToArray().Distinct().Order());

        context.DropoutStrength = 0;
        Assert.Equal([1f], dropout.Forward(ones(1000, device: TestDevice.Torch)).cpu().data<float>().ToArray().Distinct());
    }

    [Fact]
    public void Dropout_changes_nothing_in_evaluation()
    {
        using var scope = NewDisposeScope();
        using var random = new BatchedRandom(1, [0]);
        var dropout = Create(0.9, random, isTraining: false);
        var input = arange(100, float32, TestDevice.Torch);

        Assert.Equal(input.cpu().data<float>().ToArray(), dropout.Forward(input).cpu().data<float>().ToArray());
    }

    [Fact]
    public void Gradients_pass_only_through_kept_units()
    {
        using var scope = NewDisposeScope();
        using var random = new BatchedRandom(1, [0]);
        var dropout = Create(0.5, random);
        var output = dropout.Forward(ones(1000, device: TestDevice.Torch));

        var gradient = dropout.Backward(ones_like(output), needsInputGradient: true)!;

        Assert.Equal(output.cpu().data<float>().ToArray(), gradient.cpu().data<float>().ToArray());
    }

    [Fact]
    public void Dropout_draws_only_from_its_generator()
    {
        using var scope = NewDisposeScope();

        var first = Mask(seed: 1);
        rand(1000).Dispose();

        Assert.Equal(first, Mask(seed: 1));
        Assert.NotEqual(first, Mask(seed: 2));
    }

    [Fact]
    public void Dropout_draws_new_mask_per_batch()
    {
        using var scope = NewDisposeScope();
        using var random = new BatchedRandom(1, [0]);
        var dropout = Create(0.5, random);

        Assert.NotEqual(dropout.Forward(ones(1000, device: TestDevice.Torch)).cpu().data<float>().ToArray(),
            dropout.Forward(ones(1000, device: TestDevice.Torch)).cpu().data<float>().ToArray());
    }

    [Fact]
    public void Padding_after_rows_of_member_is_0()
    {
        using var scope = NewDisposeScope();
        using var random = new BatchedRandom(1, [0, 1]);
        var dropout = Create(0.5, random);
        new[] { 5L, 3 }.CopyTo(random.BatchRows, 0);
        var input = ones(2, 5, 64, device: TestDevice.Torch);

        for (var again = 0; again < 100; again++)
        {
            // After it is freed, the next tensor of this size gets its memory.
            full([2, 5, 64], float.NaN, device: TestDevice.Torch).Dispose();

            var padding = dropout.Forward(input)[1].narrow(0, 3, 2).contiguous().cpu().data<float>().ToArray();

            Assert.All(padding, value => Assert.Equal(0, value));
        }
    }

    [Fact]
    public void Member_drops_same_units_as_alone()
    {
        using var scope = NewDisposeScope();
        using var random = new BatchedRandom(1, [4, 7, 2]);
        var dropout = Create(0.5, random);
        new[] { 5L, 3, 1 }.CopyTo(random.BatchRows, 0);

        // The third member has no rows left. The second mask shows how many numbers the first one drew.
        dropout.Forward(ones(2, 5, 64, device: TestDevice.Torch)).Dispose();
        var batched = dropout.Forward(ones(2, 5, 64, device: TestDevice.Torch));

        Assert.Equal(Alone(member: 4, rows: 5), batched[0].contiguous().cpu().data<float>().ToArray());
        Assert.Equal(Alone(member: 7, rows: 3), batched[1].narrow(0, 0, 3).contiguous().cpu().data<float>().ToArray());

        static float[] Alone(int member, int rows)
        {
            using var random = new BatchedRandom(1, [member]);
            var dropout = Create(0.5, random);
            dropout.Forward(ones(rows, 64, device: TestDevice.Torch)).Dispose();
            return dropout.Forward(ones(rows, 64, device: TestDevice.Torch)).cpu().data<float>().ToArray();
        }
    }

    private static SeededDropout Create(double rate, BatchedRandom random, bool isTraining = true) =>
        new([rate], copies: 1, new LayerContext(random, new BatchedParameters(1, 0, CPU, float32), Precision.Float32) { IsTraining = isTraining });

    private static float[] Mask(ulong seed)
    {
        using var random = new BatchedRandom((long)seed, [0]);
        var dropout = Create(0.5, random);
        return dropout.Forward(ones(1000, device: TestDevice.Torch)).cpu().data<float>().ToArray();
    }
}
