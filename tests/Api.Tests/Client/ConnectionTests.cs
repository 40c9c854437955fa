using LearnML.Api.Tests.Hosting;
using LearnML.Client;
using LearnML.Contracts;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace LearnML.Api.Tests.Client;

public sealed class ConnectionTests
{
    [Fact]
    public async Task Client_can_use_the_handler_of_a_test_server()
    {
        using var data = new TemporaryFolder();
        await using var host = await ServiceHost.StartAsync(data, configure: builder => builder.WebHost.UseTestServer());
        var server = host.Services.GetRequiredService<IServer>() as TestServer;
        using var http = server!.CreateClient();
        await using var client = new LearnMLClient(http, server.CreateHandler);
        var cancellationToken = Deadline.Token();

        var job = await client.Jobs.RunAsync(SampleSpecs.Quick, cancellationToken);
        var epochs = await client.Jobs.WatchAsync(job.Id, cancellationToken: cancellationToken).ToListAsync(cancellationToken);

        Assert.Equal([1, 2, 3], epochs.Select(epoch => epoch.Epoch));
        Assert.Equal(JobState.Succeeded, (await client.Jobs.WaitAsync(job.Id, cancellationToken)).State);
    }

    [Theory]
    [InlineData("http://localhost:5080", "http://localhost:5080/")]
    [InlineData("http://localhost:5080/learn", "http://localhost:5080/learn/")]
    public async Task Address_may_have_a_path(string address, string expected)
    {
        await using var client = new LearnMLClient(new Uri(address));

        Assert.Equal(new Uri(expected), client.Address);
    }

    [Fact]
    public void Client_requires_an_address()
    {
        using var http = new HttpClient();

        Assert.Throws<ArgumentException>(() => new LearnMLClient(http));
    }
}
