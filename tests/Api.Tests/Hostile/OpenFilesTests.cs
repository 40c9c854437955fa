using System.Net;
using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Hostile;

/// <summary>Clients that hold a socket and a file each, against a service that may open few files.</summary>
public sealed class OpenFilesTests
{
    private const int OpenFiles = 1_000;
    private const int Clients = 420;

    [Fact]
    public async Task Many_slow_CSV_files_do_not_end_the_service_and_its_job_goes_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux shows the limit of open files.");
        using var data = new TemporaryFolder();
        await using var service = await Service.StartWithOpenFilesAsync(data, OpenFiles);
        await service.UploadAsync(FlowersTable.Csv, ("name", "flowers"), ("target", "kind"));
        await service.RunJobAsync(SampleSpecs.Quick.WithEpochs(1) with { Dataset = "flowers" });
        var job = await service.StartJobAsync(SampleSpecs.Quick.WithEpochs(200) with { Dataset = "flowers", Model = "during" });
        var clients = new List<RawTcpClient>();
        try
        {
            for (var client = 0; client < Clients; client++)
            {
                clients.Add(await RawTcpClient.ConnectAsync(service.Address));
                try
                {
                    await clients[^1].SendAsync("POST /api/models/flowers/predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n"
                        + "Content-Length: 10000000\r\n\r\npetal\n1\n");
                }
                catch (System.Net.Sockets.SocketException)
                {
                    // The service has refused the connection.
                }
            }

            await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
            Assert.False(service.Process.HasExited, service.Process.Output);
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }

        var ended = await service.WaitForEndAsync(job.Id);
        Assert.True(ended.State == JobState.Succeeded, ended.Error);
        Assert.Equal(HttpStatusCode.OK, (await service.PostAsync("/api/models/flowers/predict", """{ "rows": [{ "petal": 9 }] }""")).Status);
    }
}
