using LearnML.Api.Hosting;
using LearnML.Api.Models.Inference;
using LearnML.Training.State;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Tests.Models.Inference;

/// <summary>Errors of <c>/v2</c> do not contain the paths of folders.</summary>
public sealed class InferenceErrorsTests
{
    [Fact]
    public async Task Error_replaces_a_folder_by_the_name_of_its_setting()
    {
        var options = new LearnMLOptions { Data = "/var/secret" };
        await using var services = new ServiceCollection().AddLogging().AddSingleton(Options.Create(options)).BuildServiceProvider();
        var context = new DefaultHttpContext { RequestServices = services };
        using var body = new MemoryStream();
        context.Response.Body = body;

        var result = await InferenceErrors.HandleAsync(
            new DefaultEndpointFilterInvocationContext(context),
            _ => throw new CheckpointException("The file '/var/secret/checkpoints/1/weights' is damaged."));
        await ((IResult)result!).ExecuteAsync(context);

        Assert.Equal(StatusCodes.Status503ServiceUnavailable, context.Response.StatusCode);
        Assert.Equal(
            """{"error":"The file 'checkpoints/1/weights in the folder of LearnML:Data' is damaged."}""",
            System.Text.Encoding.UTF8.GetString(body.ToArray()));
    }
}
