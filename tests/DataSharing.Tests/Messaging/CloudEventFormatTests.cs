using System.Text;
using System.Text.Json;
using DataSharing.Messaging;
using Xunit;

namespace DataSharing.Tests.Messaging;

public sealed class CloudEventFormatTests
{
    private static readonly EventEnvelope Made = new(
        "disclosure.made:7f",
        "disclosure.made",
        "7f",
        new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero),
        new Dictionary<string, string>(StringComparer.Ordinal) { ["to"] = "eastmere-police" }
    );

    [Fact]
    public void Write_HasTheAttributesThatCloudEventsRequires()
    {
        using var json = JsonDocument.Parse(CloudEventFormat.Write(Made, "https://eastmere.example"));
        var attributes = json.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);

        Assert.Equal(["specversion", "id", "source", "type", "subject", "time", "data"], attributes.Keys);
        Assert.Equal("1.0", attributes["specversion"].GetString());
        Assert.Equal("https://eastmere.example", attributes["source"].GetString());
        Assert.Equal("2026-11-23T09:00:00+00:00", attributes["time"].GetString());
        Assert.Equal("eastmere-police", attributes["data"].GetProperty("to").GetString());
    }

    [Fact]
    public void TryRead_WhatWasWritten_IsTheSame()
    {
        var read = CloudEventFormat.TryRead(CloudEventFormat.Write(Made, "/x"));

        Assert.NotNull(read);
        Assert.Equal((Made.Id, Made.Type, Made.Subject, Made.Time), (read.Id, read.Type, read.Subject, read.Time));
        Assert.Equal(Made.Data, read.Data);
    }

    [Fact]
    public void TryRead_AttributesWeDoNotKnow_ArePassedOver() =>
        Assert.NotNull(
            Read(
                """{"specversion":"1.0","id":"1","source":"/x","type":"t","subject":"s","time":"2026-11-23T09:00:00Z","traceparent":"00","data":{}}"""
            )
        );

    [Fact]
    public void Write_TracedEvent_HasTheDistributedTracingExtension_AndNothingElseOfTheCaller()
    {
        const string Trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        var written = CloudEventFormat.Write(Made with { TraceParent = Trace }, "/x");

        using var json = JsonDocument.Parse(written);
        Assert.Equal(Trace, json.RootElement.GetProperty("traceparent").GetString());
        Assert.False(json.RootElement.TryGetProperty("tracestate", out _));
        Assert.Equal(Trace, CloudEventFormat.TryRead(written)?.TraceParent);
    }

    [Theory]
    [InlineData("00")]
    [InlineData("Quillfeather")]
    [InlineData("00-00000000000000000000000000000000-00f067aa0ba902b7-01")]
    [InlineData("|4bf92f35.1.")]
    public void TryRead_TraceThatIsNone_IsLeftOut(string trace)
    {
        var read = Read(
            $$"""{"specversion":"1.0","id":"1","source":"/x","type":"t","subject":"s","time":"2026-11-23T09:00:00Z","traceparent":"{{trace}}"}"""
        );

        Assert.NotNull(read);
        Assert.Null(read.TraceParent);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"specversion":"0.3","id":"1","source":"/x","type":"t","subject":"s","time":"2026-11-23T09:00:00Z"}""")]
    [InlineData("""{"specversion":"1.0","id":"a/b","source":"/x","type":"t","subject":"s","time":"2026-11-23T09:00:00Z"}""")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/x","type":"t","subject":"s","time":"yesterday"}""")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/x","type":"t","subject":"s","time":"2026-11-23T09:00:00Z","data":{"to":{}}}""")]
    public void TryRead_NoEventOfThisForm_IsNull(string json) => Assert.Null(Read(json));

    private static EventEnvelope? Read(string json) => CloudEventFormat.TryRead(Encoding.UTF8.GetBytes(json));
}
