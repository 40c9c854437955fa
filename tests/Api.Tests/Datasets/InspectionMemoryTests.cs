using System.Net;
using LearnML.Api.Requests;
using LearnML.Api.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace LearnML.Api.Tests.Datasets;

/// <summary>The memory of tables that are being inspected counts among that of all requests.</summary>
public sealed class InspectionMemoryTests : IDisposable
{
    private readonly TemporaryFolder data = new();

    [Fact]
    public async Task Table_is_inspected_only_while_there_is_memory_for_it()
    {
        await using var service = await Service.StartAsync(data);
        var memory = service.Services.GetRequiredService<RequestMemory>();
        Assert.Equal(HttpStatusCode.Created, (await service.UploadAsync(FlowersTable.Csv, ("name", "first"))).Status);
        Assert.Equal(0, memory.ReservedBytes);

        // An inspection takes many times the bytes of its file.
        using (memory.ReserveUntilDisposed(memory.MaximumBytes - (2 * FlowersTable.Csv.Length)))
        {
            Refused(await service.UploadAsync(FlowersTable.Csv, ("name", "second")));
            Refused(await service.SendJsonAsync(HttpMethod.Patch, "/api/datasets/first", """{ "columns": { "garden": "categorical" } }"""));
        }

        Assert.Equal(HttpStatusCode.Created, (await service.UploadAsync(FlowersTable.Csv, ("name", "second"))).Status);
        Assert.Equal(0, memory.ReservedBytes);

        // Both datasets have the same file, and what was refused left none.
        Assert.Single(Directory.GetFiles(data["uploads"]));
    }

    public void Dispose() => data.Dispose();

    private static void Refused(ApiResponse answer)
    {
        Assert.Contains("All requests together take too much memory.",
            answer.ShouldBeProblem(HttpStatusCode.ServiceUnavailable).Detail, StringComparison.Ordinal);
        Assert.NotNull(answer.RetryAfter);
    }
}
