# Builds the proxy from the repository:  docker build -t tierwise .
# Runs it:  docker run -p 8080:8080 -v ./tierwise.yaml:/etc/tierwise/tierwise.yaml:ro \
#               -v tierwise:/var/lib/tierwise -e OPENAI_API_KEY tierwise
# /opt/tierwise, the working directory, is not writable: log.decisions wants an absolute path under /var/lib/tierwise.
# More flags for the JVM: -e JAVA_TOOL_OPTIONS="..."
FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY . .
RUN ./mvnw -B -q -pl router-serving -am package -DskipTests

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --home-dir /var/lib/tierwise --create-home tierwise
COPY --from=build /src/router-serving/target/router-serving.jar /opt/tierwise/router-serving.jar
COPY models /opt/tierwise/models
USER tierwise
WORKDIR /opt/tierwise
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/live HTTP/1.0\\r\\n\\r\\n' >&3 && head -1 <&3 | grep -q ' 200 '"]
# Outside the container nothing is on loopback, so that the configuration needs client keys. Collector and flags are those
# of scripts/tierwise, which says why; the jar's manifest enables native access.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-XX:+UseParallelGC", "-XX:GCTimeRatio=999", \
    "-Djdk.reflect.useNativeAccessorOnly=true", "--sun-misc-unsafe-memory-access=allow", \
    "-jar", "/opt/tierwise/router-serving.jar"]
CMD ["--config", "/etc/tierwise/tierwise.yaml", "--host", "0.0.0.0"]
