using LearnML.Contracts;
using LearnML.Training.Networks;
using LearnML.Training.Networks.Planning;
using LearnML.Training.Randomness;
using LearnML.Training.Tests.Support;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Networks.Embeddings;

/// <summary>The outputs of category embeddings, against sums by hand.</summary>
public class CategoryEmbeddingTests
{
    private static readonly NetworkSpec Spec = new()
    {
        Hidden = [],
        CategoryEmbedding = new CategoryEmbeddingSpec { MinimumCategories = 3, Outputs = 2 },
    };

    // A number, three categories and a missing value, and two categories and a missing value. Only the first column has three categories.
    private static readonly NetworkInputs Inputs = new(8)
    {
        Columns = [1, 4, 3],
        Numbers = [0],
        Categories = [new CategoryInputs(1, 4, HasRare: false), new CategoryInputs(5, 3, HasRare: false)],
    };

    [Fact]
    public void Trained_numbers_of_the_category_follow_the_other_inputs()
    {
        using var scope = NewDisposeScope();
        using var random = new BatchedRandom(0, [0]);
        using var network = new BatchedNetwork(Spec, [Inputs], 1, CPU, random);
        var parameters = network.StateDict(0).ToArray();
        Assert.Equal(["categoryEmbedding.weight", "0.weight", "0.bias"], parameters.Select(named => named.Name));
        Set(parameters[0].Tensor, 1, 2, 3, 4, 5, 6, 7, 8);
        Set(parameters[1].Tensor, 10, 100, 1000, 10_000, 0.5f, 0.25f);
        Set(parameters[2].Tensor, 0);

        // The second category with 3 and 4, a missing value with 7 and 8, and a category that was never seen with zeros.
        using var rows = tensor(new float[] { 2, 0, 1, 0, 0, 1, 0, 0, 3, 0, 0, 0, 1, 0, 1, 0, 4, 0, 0, 0, 0, 0, 0, 1 }, [3, 8]);
        using var off = no_grad();

        Assert.Equal([20 + 100 + 1.5f + 1, 30 + 1000 + 3.5f + 2, 40 + 10_000], network.Forward(rows).data<float>().ToArray());
    }

    [Fact]
    public void Each_member_embeds_the_columns_that_have_enough_categories_in_its_own_rows()
    {
        var fewer = Inputs with
        {
            Width = 7,
            Columns = [1, 3, 3],
            Categories = [new CategoryInputs(1, 3, HasRare: false), new CategoryInputs(4, 3, HasRare: false)],
        };
        var rows = tensor(new float[] { 2, 0, 1, 0, 0, 1, 0, 0, 5, 0, 1, 0, 1, 0, 0, 0 }, [2, 1, 8]);
        using var scope = NewDisposeScope();
        using var both = new BatchedRandom(3, [0, 1]);
        using var pair = new BatchedNetwork(Spec, [Inputs, fewer], 1, CPU, both);
        using var off = no_grad();

        var together = pair.Forward(rows);

        // The second member embeds nothing: it has six inputs more than the first one has after the layer.
        Assert.Equal([8, 2, 6], [pair.StateDict(0).First().Tensor.numel(), 2, Inputs.Width - 4 + 2]);
        AssertMember(0, Inputs, rows[0]);
        AssertMember(1, fewer, rows[1].narrow(1, 0, 7));

        void AssertMember(int member, NetworkInputs inputs, Tensor ownRows)
        {
            using var random = new BatchedRandom(3, [member]);
            using var alone = new BatchedNetwork(Spec, [inputs], 1, CPU, random);
            Assert.Equal(alone.Forward(ownRows).item<float>(), together[member].item<float>(), 1e-6f);
        }
    }

    // 40 columns are three groups. Each column has two categories and a missing value, or in the second member every third column a category less.
    [Fact]
    public void Many_columns_are_embedded_in_groups()
    {
        const int Count = 40;
        var spec = Spec with { CategoryEmbedding = new CategoryEmbeddingSpec { MinimumCategories = 2, Outputs = 2 } };
        NetworkInputs[] members = [Create(_ => 3), Create(index => index % 3 == 0 ? 2 : 3)];
        using var scope = NewDisposeScope();
        using var both = new BatchedRandom(3, [0, 1]);
        using var pair = new BatchedNetwork(spec, members, 1, CPU, both);
        using var off = no_grad();
        var rows = zeros(2, 5, members[0].Width);
        foreach (var (member, inputs) in members.Index())
        {
            for (var row = 0; row < 5; row++)
            {
                foreach (var (index, category) in inputs.Categories.Index())
                {
                    rows[member, row, category.Start + ((row + index) % category.Width)] = 1;
                }
            }
        }

        var together = pair.Forward(rows);

        Assert.Equal([16, 16, 8], ((PlannedCategoryEmbedding)new NetworkPlan(spec, members, 1).Layers[0]).Groups.Select(group => group.Columns));
        foreach (var (member, inputs) in members.Index())
        {
            using var random = new BatchedRandom(3, [member]);
            using var alone = new BatchedNetwork(spec, [inputs], 1, CPU, random);
            var parameters = alone.StateDict(0).Select(named => named.Tensor).ToArray();
            var ownRows = rows[member].narrow(1, 0, inputs.Width);
            var expected = Enumerable.Range(0, 5).Select(row => Expect(inputs, ownRows[row], parameters)).ToArray();

            Assert.All(expected.Zip(alone.Forward(ownRows).data<float>()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
            Assert.All(expected.Zip(together[member].contiguous().data<float>()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }

        static NetworkInputs Create(Func<int, int> widthOf)
        {
            var widths = Enumerable.Range(0, Count).Select(widthOf).ToArray();
            return new NetworkInputs(widths.Sum())
            {
                Columns = widths,
                Categories = [.. widths.Select((width, index) => new CategoryInputs(widths.Take(index).Sum(), width, HasRare: false))],
            };
        }

        // Looks the row of each embedded column up in the table.
        static float Expect(NetworkInputs inputs, Tensor row, Tensor[] parameters)
        {
            var values = row.data<float>().ToArray();
            var (others, trained, start) = (new List<float>(), new List<float>(), 0);
            foreach (var category in inputs.Categories)
            {
                if (category.Width < 3)
                {
                    others.AddRange(values[category.Start..(category.Start + category.Width)]);
                    continue;
                }

                var set = Array.IndexOf(values, 1f, category.Start) - category.Start;
                trained.AddRange(parameters[0][start + set].data<float>());
                start += category.Width;
            }

            return tensor([.. others, .. trained]).dot(parameters[1].view(-1)).item<float>() + parameters[2].item<float>();
        }
    }

    [Fact]
    public void Copies_treat_the_trained_numbers_of_a_column_as_one_column()
    {
        using var random = new BatchedRandom(5, [0]);
        using var network = new BatchedNetwork(Spec with { Copies = 6 }, [Inputs], 2, CPU, random);

        var factors = network.StateDict(0).Single(named => named.Name == "0.weight").Tensor.data<float>().ToArray().Chunk(6);

        Assert.All(factors, copy => Assert.Equal([copy[0], copy[1], copy[1], copy[1], copy[4], copy[4]], copy));
    }

    [Fact]
    public void Positions_are_found_after_periodic_embeddings()
    {
        var spec = new NetworkSpec
        {
            Hidden = [],
            PeriodicEmbedding = new PeriodicEmbeddingSpec { Frequencies = 2, Outputs = 3 },
            CategoryEmbedding = new CategoryEmbeddingSpec { MinimumCategories = 2, Outputs = 1 },
        };
        var inputs = new NetworkInputs(5)
        {
            Columns = [3, 1, 1],
            Numbers = [3, 4],
            Categories = [new CategoryInputs(0, 3, HasRare: false)],
        };
        using var scope = NewDisposeScope();
        using var random = new BatchedRandom(0, [0]);
        using var network = new BatchedNetwork(spec, [inputs], 1, CPU, random);
        var parameters = network.StateDict(0).ToDictionary(named => named.Name, named => named.Tensor);
        Set(parameters["categoryEmbedding.weight"], 1, 20, 300);

        // Two numbers and their three outputs each, and then the embedding.
        Set(parameters["0.weight"], 0, 0, 0, 0, 0, 0, 0, 0, 1);
        Set(parameters["0.bias"], 0);
        using var off = no_grad();

        Assert.Equal([20, 300], network.Forward(tensor(new float[] { 0, 1, 0, 7, 8, 0, 0, 1, 9, 9 }, [2, 5])).data<float>().ToArray());
    }

    [Fact]
    public void Built_network_has_estimated_parameter_count()
    {
        var spec = Specs.Small with { Network = Spec with { Hidden = [16] } };
        using var random = new BatchedRandom(0, [0]);
        using var network = new BatchedNetwork(spec.Network, [Inputs], 3, CPU, random);

        Assert.Equal((4 * 2) + (7 * 16) + (17 * 3), network.ParameterCount);
        Assert.Equal(network.ParameterCount, NetworkSize.Estimate(spec, Inputs, 3).Parameters);
        Assert.Equal((4 * 2) + (6 * 16) + (16 * 3), network.MultiplyAdds);
    }

    [Fact]
    public void Network_without_such_a_column_has_no_such_layer()
    {
        var plan = new NetworkPlan(Spec with { CategoryEmbedding = new CategoryEmbeddingSpec() }, Inputs, 1);

        Assert.Equal(["0"], plan.Layers.Select(layer => layer.Path));
    }

    private static void Set(Tensor parameter, params float[] values)
    {
        using var off = no_grad();
        parameter.copy_(tensor(values, parameter.shape));
    }
}
