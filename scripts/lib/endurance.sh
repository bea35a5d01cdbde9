# Sourced: runs a command of serving's endurance tests on the tests' class path.
. scripts/lib/jdk.sh

endurance() {
    local command=$1
    shift
    ./mvnw -q -B -ntp -pl router-serving -am test-compile dependency:build-classpath \
        -Dmdep.includeScope=test -Dmdep.outputFile=target/test-classpath.txt
    exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        -cp "router-serving/target/test-classes:router-serving/target/classes:$(cat router-serving/target/test-classpath.txt)" \
        "dev.tierwise.serving.endurance.$command" "$@"
}
